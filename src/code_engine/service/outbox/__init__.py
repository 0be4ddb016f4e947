"""Changes on their way out: written with what caused them, sent as CloudEvents until somebody takes them."""
