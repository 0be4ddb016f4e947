"""What a landlord's policy can state, as typed values that rules read; knows neither files nor landlords."""
