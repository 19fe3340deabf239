"""What runs inside the sandbox's processes. Imports the standard library and itself: no other part of the project."""
