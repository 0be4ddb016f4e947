"""What a landlord says about itself and its policy: self-assessments, professional standards."""
