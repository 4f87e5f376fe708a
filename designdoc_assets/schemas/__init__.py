"""Tables that files declare, other than as objects of code: SQL, with its migrations in order, and schemas of tools."""
