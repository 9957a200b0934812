"""What can be done, declared where it is done: menu, palette, shortcuts and the help page are made from it."""
