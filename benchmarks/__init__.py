"""Every claim about speed, memory and quality has its command here."""
