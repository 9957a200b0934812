"""The commands: plain functions (store, what) -> result, each one named step, called by window and command line alike.

A command lists under “Raises:” what it raises by itself. Every command that writes may also raise what `Store.step` and
`Store.put` raise: Refused in a case that is open read-only, CannotSave where the file cannot be written, Conflict when a record was changed
since it was read.
"""
