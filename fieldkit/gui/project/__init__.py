"""The parts of the page about the project: beginning, people, questionnaires, the passphrase."""
