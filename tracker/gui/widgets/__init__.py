"""Our own building blocks. Text of a case is shown by these only, and never as markup."""
