"""Search by examples: expressions composed of components, cheapest first, until one gives every expected result."""
