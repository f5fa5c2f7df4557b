import sys

# anchor: greet
def greet(name: str) -> str:
    return f"Hello, {name}!"
# end: greet
