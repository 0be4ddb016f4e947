-- cases_before
SELECT
  "t0"."case_number",
  "t0"."reference" AS "c_reference",
  "t0"."landlord" AS "c_landlord",
  "t0"."as_of" AS "c_as_of",
  "t0"."complete" AS "c_complete",
  "t0"."representative" AS "c_representative",
  "t0"."has_representative" AS "c_has_representative",
  "t0"."vulnerable" AS "c_vulnerable",
  "t0"."at_risk" AS "c_at_risk",
  "t0"."disabilities_disclosed" AS "c_disabilities_disclosed",
  "t0"."adjustments_requested" AS "c_adjustments_requested",
  "t0"."category" AS "c_category",
  "t0"."occurred_on" AS "c_occurred_on",
  "t0"."became_aware_on" AS "c_became_aware_on"
FROM "cases" AS "t0"

-- cases_0_0
SELECT
  "t0"."case_number",
  "t0"."c_reference",
  "t0"."c_landlord",
  "t0"."c_as_of",
  "t0"."c_complete"
FROM "cases_before" AS "t0"

-- cases_0
SELECT
  *
FROM "cases_0_0"

-- cases_0_requirements
SELECT
  "t2"."case_number",
  CAST(0 AS TINYINT) AS "c_197_other_refusal_ground_fair_o"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t0"."case_number"
    FROM "cases_0" AS "t0"
  ) AS "t1"
) AS "t2"

-- cases_1_0
SELECT
  "t0"."case_number",
  "t0"."c_landlord",
  "t0"."c_as_of",
  "t0"."c_complete"
FROM "cases_0" AS "t0"

-- cases_1
SELECT
  *
FROM "cases_1_0"

-- cases_1_requirements_1
SELECT
  "t15"."case_number",
  "t15"."c_as_of",
  "t15"."c_complete",
  "t15"."c_landlord",
  "t15"."c_0_received",
  "t15"."c_190_last_received",
  "t15"."c_1_presupposed",
  "t15"."c_186_first_day",
  "t15"."c_187_last_day",
  "t15"."c_191_count_stage_1_extensions",
  "t15"."c_192_count_stage_2_extensions",
  "t15"."c_189_first_withdrawn",
  CASE
    WHEN (
      COALESCE("t15"."c_0_received", 10000000) = 10000000
    )
    AND (
      COALESCE("t15"."c_1_presupposed", 10000000) < 10000000
    )
    THEN 726468
    ELSE COALESCE("t15"."c_0_received", 10000000)
  END AS "c_2_complaint_received_on_low",
  CAST(CASE
    WHEN COALESCE("t15"."c_194_any_refusals", 0) = 2
    THEN CASE
      WHEN "t15"."c_170_answer_2_2_other_ground" = 1
      THEN 1
      WHEN "t15"."c_170_answer_2_2_other_ground" = 0
      THEN 2
      ELSE 4
    END
    ELSE 0
  END AS TINYINT) AS "c_196_other_refusal_ground_fair"
FROM (
  SELECT
    "t14"."case_number",
    "t14"."c_as_of",
    "t14"."c_complete",
    "t14"."c_landlord",
    "t7"."c_170_answer_2_2_other_ground",
    "t8"."c_0_received",
    "t8"."c_190_last_received",
    "t9"."c_1_presupposed",
    "t9"."c_186_first_day",
    "t9"."c_187_last_day",
    "t10"."c_191_count_stage_1_extensions",
    "t10"."c_192_count_stage_2_extensions",
    "t11"."c_194_any_refusals",
    "t12"."c_189_first_withdrawn"
  FROM (
    SELECT
      "t0"."case_number",
      "t0"."c_as_of",
      "t0"."c_complete",
      "t0"."c_landlord"
    FROM "cases_1" AS "t0"
  ) AS "t14"
  LEFT OUTER JOIN "answer_rows_1" AS "t7"
    ON "t14"."case_number" = "t7"."case_number"
  LEFT OUTER JOIN "complaint_received_1" AS "t8"
    ON "t14"."case_number" = "t8"."case_number"
  LEFT OUTER JOIN "every_event_1" AS "t9"
    ON "t14"."case_number" = "t9"."case_number"
  LEFT OUTER JOIN "extension_notified_1" AS "t10"
    ON "t14"."case_number" = "t10"."case_number"
  LEFT OUTER JOIN "refused_1" AS "t11"
    ON "t14"."case_number" = "t11"."case_number"
  LEFT OUTER JOIN "withdrawn_1" AS "t12"
    ON "t14"."case_number" = "t12"."case_number"
) AS "t15"

-- cases_1_requirements_2
SELECT
  "t0"."case_number",
  "t0"."c_as_of",
  "t0"."c_complete",
  "t0"."c_landlord",
  "t0"."c_190_last_received",
  "t0"."c_186_first_day",
  "t0"."c_187_last_day",
  "t0"."c_191_count_stage_1_extensions",
  "t0"."c_192_count_stage_2_extensions",
  "t0"."c_189_first_withdrawn",
  "t0"."c_196_other_refusal_ground_fair",
  CASE
    WHEN (
      "t0"."c_2_complaint_received_on_low" = CASE
        WHEN COALESCE("t0"."c_0_received", 10000000) = 10000000
        THEN COALESCE("t0"."c_1_presupposed", 10000000)
        ELSE COALESCE("t0"."c_0_received", 10000000)
      END
    )
    AND (
      "t0"."c_2_complaint_received_on_low" < 10000000
    )
    THEN "t0"."c_2_complaint_received_on_low"
    ELSE COALESCE("t0"."c_186_first_day", 0)
  END AS "c_188_chosen_day"
FROM "cases_1_requirements_1" AS "t0"

-- cases_1_requirements
SELECT
  "t0"."case_number",
  "t0"."c_196_other_refusal_ground_fair",
  "t0"."c_188_chosen_day",
  CAST(CASE
    WHEN COALESCE("t0"."c_186_first_day", 0) = 0
    THEN 5
    WHEN "t0"."c_complete" <> 1
    THEN 1
    WHEN (
      "t0"."c_189_first_withdrawn" IS NOT NULL
    )
    AND (
      "t0"."c_190_last_received" IS NOT NULL
    )
    AND (
      "t0"."c_189_first_withdrawn" < "t0"."c_190_last_received"
    )
    THEN 2
    WHEN 2 < COALESCE("t0"."c_191_count_stage_1_extensions", 0)
    THEN 3
    WHEN 2 < COALESCE("t0"."c_192_count_stage_2_extensions", 0)
    THEN 3
    WHEN (
      "t0"."c_188_chosen_day" < 738977
    )
    OR (
      755287 < COALESCE("t0"."c_186_first_day", 0)
    )
    OR (
      755287 < COALESCE("t0"."c_187_last_day", 0)
    )
    OR (
      755287 < "t0"."c_as_of"
    )
    THEN 4
    WHEN "t0"."c_landlord" <> 'code-only'
    THEN 6
    ELSE 0
  END AS TINYINT) AS "c_193_left"
FROM "cases_1_requirements_2" AS "t0"

-- cases_2_0
SELECT
  "t0"."case_number"
FROM "cases_1" AS "t0"

-- cases_2
SELECT
  *
FROM "cases_2_0"

-- answered
SELECT
  "t6"."case_number",
  "t6"."c_193_left" AS "left",
  "t6"."c_reference" AS "reference",
  "t6"."c_landlord" AS "landlord",
  "t6"."c_188_chosen_day" AS "received_on",
  "t6"."c_196_other_refusal_ground_fair" AS "s0",
  "t6"."c_197_other_refusal_ground_fair_o" AS "o0"
FROM (
  SELECT
    "t3"."case_number",
    "t3"."c_landlord",
    "t3"."c_reference",
    "t4"."c_197_other_refusal_ground_fair_o",
    "t5"."c_188_chosen_day",
    "t5"."c_193_left",
    "t5"."c_196_other_refusal_ground_fair"
  FROM "cases_0" AS "t3"
  INNER JOIN "cases_0_requirements" AS "t4"
    ON "t3"."case_number" = "t4"."case_number"
  INNER JOIN "cases_1_requirements" AS "t5"
    ON "t3"."case_number" = "t5"."case_number"
) AS "t6"
