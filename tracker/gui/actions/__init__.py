"""The actions, each declared at the method that runs it; menu, palette, shortcuts and help page are built from that."""
