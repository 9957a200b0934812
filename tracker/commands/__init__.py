"""The verbs: plain functions (store, what) -> result, each one named step. Window and command line call the same."""
