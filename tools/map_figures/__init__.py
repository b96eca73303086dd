"""Figures of a map: what tools/plot_map.py and tools/report draw. One file for each kind of figure."""
