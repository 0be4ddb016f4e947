"""Static checks of rulesets, landlords, scenarios and case files, without evaluating a case."""
