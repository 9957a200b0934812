"""Claimline's widgets. Only these show text of a case, and never as markup."""
