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

-- restriction_imposed_from_restriction_reviewed
SELECT
  "t6"."case_number",
  "t6"."event_order",
  MIN(
    CASE
      WHEN "t6"."happened_on" <= "t6"."i_happened_on"
      THEN "t6"."i_happened_on"
      ELSE NULL
    END
  ) AS "x_0_first_restriction_reviewed"
FROM (
  SELECT
    "t4"."case_number",
    "t4"."event_order",
    "t4"."happened_on",
    "t5"."case_number" AS "i_case_number",
    "t5"."event_order" AS "i_event_order",
    "t5"."happened_on" AS "i_happened_on"
  FROM (
    SELECT
      "t0"."case_number",
      "t0"."event_order",
      "t0"."happened_on"
    FROM "seen_restriction_imposed" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      *
    FROM "seen_restriction_reviewed" AS "t1"
  ) AS "t5"
    ON "t4"."case_number" = "t5"."case_number"
) AS "t6"
GROUP BY
  1,
  2

-- restriction_imposed_1
SELECT
  "t9"."case_number",
  MAX(CASE WHEN COALESCE("t9"."review_due_", 10000000) < 10000000 THEN 2 ELSE 0 END) AS "c_194_any_restrictions",
  MAX(
    CASE
      WHEN "t9"."x_4_judged" = 2
      THEN 5
      WHEN "t9"."x_4_judged" = 4
      THEN 4
      WHEN "t9"."x_4_judged" = 3
      THEN 3
      WHEN "t9"."x_4_judged" = 1
      THEN 2
      WHEN "t9"."x_4_judged" = 0
      THEN 1
      ELSE NULL
    END
  ) AS "c_196_worst_restrictions",
  MAX(
    CASE
      WHEN (
        "t9"."x_4_judged" = 2
      )
      AND (
        "t9"."x_3_done" = 10000000
      )
      AND (
        "t9"."x_3_done" = 10000000
      )
      THEN 1
      ELSE 0
    END
  ) AS "c_197_outstanding_restrictions"
FROM (
  SELECT
    "t8"."case_number",
    "t8"."event_order",
    "t8"."review_due_",
    "t8"."c_as_of",
    "t8"."x_0_first_restriction_reviewed",
    "t8"."x_1_original_low",
    "t8"."x_2_original_high",
    "t8"."x_3_done",
    CAST(CASE
      WHEN (
        "t8"."x_3_done" <= "t8"."x_1_original_low"
      )
      AND (
        "t8"."x_3_done" < 10000000
      )
      THEN 1
      WHEN (
        "t8"."x_3_done" = 10000000
      )
      AND (
        "t8"."c_as_of" <= "t8"."x_1_original_low"
      )
      THEN 3
      WHEN (
        (
          "t8"."x_2_original_high" < "t8"."x_3_done"
        )
        AND (
          "t8"."x_2_original_high" < "t8"."c_as_of"
        )
      )
      OR (
        (
          "t8"."x_1_original_low" = "t8"."x_2_original_high"
        )
        AND (
          "t8"."x_3_done" = "t8"."x_3_done"
        )
      )
      THEN 2
      ELSE 4
    END AS TINYINT) AS "x_4_judged"
  FROM (
    SELECT
      "t7"."case_number",
      "t7"."event_order",
      "t7"."review_due_",
      "t7"."c_as_of",
      "t7"."x_0_first_restriction_reviewed",
      COALESCE("t7"."review_due_", 726468) AS "x_1_original_low",
      COALESCE("t7"."review_due_", 10000000) AS "x_2_original_high",
      COALESCE("t7"."x_0_first_restriction_reviewed", 10000000) AS "x_3_done"
    FROM (
      SELECT
        "t6"."case_number",
        "t6"."event_order",
        "t6"."review_due_",
        "t3"."c_as_of",
        "t4"."x_0_first_restriction_reviewed"
      FROM (
        SELECT
          "t0"."case_number",
          "t0"."event_order",
          "t0"."review_due_"
        FROM "seen_restriction_imposed" AS "t0"
      ) AS "t6"
      INNER JOIN "cases_0" AS "t3"
        ON "t6"."case_number" = "t3"."case_number"
      LEFT OUTER JOIN "restriction_imposed_from_restriction_reviewed" AS "t4"
        ON "t6"."case_number" = "t4"."case_number"
        AND "t6"."event_order" = "t4"."event_order"
    ) AS "t7"
  ) AS "t8"
) AS "t9"
GROUP BY
  1

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

-- cases_1_deadlines_1
SELECT
  "t5"."case_number",
  "t5"."c_196_worst_restrictions",
  "t5"."c_197_outstanding_restrictions",
  CAST(CASE WHEN COALESCE("t5"."c_194_any_restrictions", 0) = 2 THEN 1 ELSE 0 END AS TINYINT) AS "c_195_restriction_reviewed_applies"
FROM (
  SELECT
    "t4"."case_number",
    "t2"."c_194_any_restrictions",
    "t2"."c_196_worst_restrictions",
    "t2"."c_197_outstanding_restrictions"
  FROM (
    SELECT
      "t0"."case_number"
    FROM "cases_1" AS "t0"
  ) AS "t4"
  LEFT OUTER JOIN "restriction_imposed_1" AS "t2"
    ON "t4"."case_number" = "t2"."case_number"
) AS "t5"

-- cases_1_deadlines
SELECT
  "t0"."case_number",
  CAST(CASE
    WHEN "t0"."c_195_restriction_reviewed_applies" = 1
    THEN CASE
      WHEN COALESCE("t0"."c_196_worst_restrictions", 0) = 5
      THEN 2
      WHEN 1 = 0
      THEN 4
      WHEN COALESCE("t0"."c_196_worst_restrictions", 0) = 4
      THEN 4
      WHEN COALESCE("t0"."c_196_worst_restrictions", 0) = 3
      THEN 3
      WHEN COALESCE("t0"."c_196_worst_restrictions", 0) = 2
      THEN 1
      ELSE 0
    END
    ELSE 0
  END AS TINYINT) AS "c_198_restriction_reviewed",
  CAST(CASE
    WHEN "t0"."c_195_restriction_reviewed_applies" = 1
    THEN COALESCE("t0"."c_197_outstanding_restrictions", 0)
    ELSE 0
  END AS TINYINT) AS "c_199_restriction_reviewed_o"
FROM "cases_1_deadlines_1" AS "t0"

-- cases_1_requirements_1
SELECT
  "t11"."case_number",
  "t11"."c_as_of",
  "t11"."c_complete",
  "t11"."c_landlord",
  "t11"."c_0_received",
  "t11"."c_190_last_received",
  "t11"."c_1_presupposed",
  "t11"."c_186_first_day",
  "t11"."c_187_last_day",
  "t11"."c_191_count_stage_1_extensions",
  "t11"."c_192_count_stage_2_extensions",
  "t11"."c_189_first_withdrawn",
  CASE
    WHEN (
      COALESCE("t11"."c_0_received", 10000000) = 10000000
    )
    AND (
      COALESCE("t11"."c_1_presupposed", 10000000) < 10000000
    )
    THEN 726468
    ELSE COALESCE("t11"."c_0_received", 10000000)
  END AS "c_2_complaint_received_on_low"
FROM (
  SELECT
    "t10"."case_number",
    "t10"."c_as_of",
    "t10"."c_complete",
    "t10"."c_landlord",
    "t5"."c_0_received",
    "t5"."c_190_last_received",
    "t6"."c_1_presupposed",
    "t6"."c_186_first_day",
    "t6"."c_187_last_day",
    "t7"."c_191_count_stage_1_extensions",
    "t7"."c_192_count_stage_2_extensions",
    "t8"."c_189_first_withdrawn"
  FROM (
    SELECT
      "t0"."case_number",
      "t0"."c_as_of",
      "t0"."c_complete",
      "t0"."c_landlord"
    FROM "cases_1" AS "t0"
  ) AS "t10"
  LEFT OUTER JOIN "complaint_received_1" AS "t5"
    ON "t10"."case_number" = "t5"."case_number"
  LEFT OUTER JOIN "every_event_1" AS "t6"
    ON "t10"."case_number" = "t6"."case_number"
  LEFT OUTER JOIN "extension_notified_1" AS "t7"
    ON "t10"."case_number" = "t7"."case_number"
  LEFT OUTER JOIN "withdrawn_1" AS "t8"
    ON "t10"."case_number" = "t8"."case_number"
) AS "t11"

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
  "t6"."c_198_restriction_reviewed" AS "s0",
  "t6"."c_199_restriction_reviewed_o" AS "o0"
FROM (
  SELECT
    "t3"."case_number",
    "t3"."c_landlord",
    "t3"."c_reference",
    "t4"."c_198_restriction_reviewed",
    "t4"."c_199_restriction_reviewed_o",
    "t5"."c_188_chosen_day",
    "t5"."c_193_left"
  FROM "cases_0" AS "t3"
  INNER JOIN "cases_1_deadlines" AS "t4"
    ON "t3"."case_number" = "t4"."case_number"
  INNER JOIN "cases_1_requirements" AS "t5"
    ON "t3"."case_number" = "t5"."case_number"
) AS "t6"
