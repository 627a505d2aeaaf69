"""An invented laboratory and a pile of its files as thieves would leave them; every person and number is made up."""
