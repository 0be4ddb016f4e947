"""Letters: what the Code makes each one say, from the facts of a case, in a landlord's words and colours."""
