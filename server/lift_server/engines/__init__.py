"""Engines draft IRs and write candidate functions; `base` is what the pipeline knows of them."""
