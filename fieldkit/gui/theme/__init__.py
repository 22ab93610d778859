"""How the program looks: tokens, fonts, icons and the one style sheet; nothing is coloured or sized elsewhere."""
