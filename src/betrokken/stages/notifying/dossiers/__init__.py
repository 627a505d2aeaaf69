"""Dossiers: what the regulator asks, in its order, answered out of one frozen generation and the facts."""
