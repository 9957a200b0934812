"""The verbs: plain functions (store, what) -> result, each one named step. Window and command line call the same.

A verb says under “Raises:” what it refuses by itself. Whatever writes may besides raise what `Store.step` and `Store.put`
do: Refused in a case that is open read-only, CannotSave where the file cannot be written, Conflict when a record was changed
since it was read.
"""
