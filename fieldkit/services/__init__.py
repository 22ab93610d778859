"""One module per thing a person does; the only door of the frontends."""
