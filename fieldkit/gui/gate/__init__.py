"""Before the vault is open: making one, opening it."""
