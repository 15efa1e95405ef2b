"""The demonstration: both stories, played by clicking the real window."""
