"""Parts of the page about the vault itself."""
