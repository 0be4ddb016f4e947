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
  *
FROM "cases_before"

-- cases_0
SELECT
  *
FROM "cases_0_0"

-- restriction_imposed_from_restriction_reviewed
SELECT
  "t7"."case_number",
  "t7"."event_order",
  MIN(
    CASE
      WHEN "t7"."happened_on" <= "t7"."i_happened_on"
      THEN "t7"."i_happened_on"
      ELSE NULL
    END
  ) AS "x_0_first_restriction_reviewed"
FROM (
  SELECT
    "t4"."case_number",
    "t4"."event_order",
    "t4"."happened_on",
    "t6"."i_case_number",
    "t6"."i_event_order",
    "t6"."i_happened_on"
  FROM (
    SELECT
      "t0"."case_number",
      "t0"."event_order",
      "t0"."happened_on"
    FROM "seen_restriction_imposed" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t3"."case_number" AS "i_case_number",
      "t3"."event_order" AS "i_event_order",
      "t3"."happened_on" AS "i_happened_on"
    FROM (
      SELECT
        *
      FROM "seen_restriction_reviewed" AS "t1"
    ) AS "t3"
  ) AS "t6"
    ON "t4"."case_number" = "t6"."i_case_number"
) AS "t7"
GROUP BY
  1,
  2

-- restriction_imposed_1
SELECT
  "t11"."case_number",
  MAX(
    CASE
      WHEN CASE
        WHEN CASE
          WHEN COALESCE("t11"."review_due_", 10000000) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE("t11"."review_due_", 726468)
          THEN 0
          ELSE NULL
        END = 1
        THEN 1
        ELSE 0
      END = 1
      THEN 2
      ELSE 0
    END
  ) AS "c_194_any_restrictions",
  MAX(
    CASE
      WHEN "t11"."x_1_status" = 2
      THEN 5
      WHEN "t11"."x_1_status" = 4
      THEN 4
      WHEN "t11"."x_1_status" = 3
      THEN 3
      WHEN "t11"."x_1_status" = 1
      THEN 2
      WHEN "t11"."x_1_status" = 0
      THEN 1
      ELSE NULL
    END
  ) AS "c_195_worst_restrictions",
  MAX(
    CASE
      WHEN (
        CASE
          WHEN (
            COALESCE("t11"."x_0_first_restriction_reviewed", 10000000) <= COALESCE("t11"."review_due_", 726468)
          )
          AND (
            COALESCE("t11"."x_0_first_restriction_reviewed", 10000000) < 10000000
          )
          THEN 1
          WHEN (
            COALESCE("t11"."x_0_first_restriction_reviewed", 10000000) = 10000000
          )
          AND (
            "t11"."c_as_of" <= COALESCE("t11"."review_due_", 726468)
          )
          THEN 3
          WHEN (
            (
              COALESCE("t11"."review_due_", 10000000) < COALESCE("t11"."x_0_first_restriction_reviewed", 10000000)
            )
            AND (
              COALESCE("t11"."review_due_", 10000000) < "t11"."c_as_of"
            )
          )
          OR (
            (
              COALESCE("t11"."review_due_", 726468) = COALESCE("t11"."review_due_", 10000000)
            )
            AND (
              COALESCE("t11"."x_0_first_restriction_reviewed", 10000000) = COALESCE("t11"."x_0_first_restriction_reviewed", 10000000)
            )
          )
          THEN 2
          ELSE 4
        END = 2
      )
      AND (
        COALESCE("t11"."x_0_first_restriction_reviewed", 10000000) = 10000000
      )
      AND (
        COALESCE("t11"."x_0_first_restriction_reviewed", 10000000) = 10000000
      )
      THEN 1
      ELSE 0
    END
  ) AS "c_196_outstanding_restrictions"
FROM (
  SELECT
    "t10"."case_number",
    "t10"."event_order",
    "t10"."review_due_",
    "t10"."c_as_of",
    "t10"."x_0_first_restriction_reviewed",
    CAST(CASE
      WHEN (
        COALESCE("t10"."x_0_first_restriction_reviewed", 10000000) <= COALESCE("t10"."review_due_", 726468)
      )
      AND (
        COALESCE("t10"."x_0_first_restriction_reviewed", 10000000) < 10000000
      )
      THEN 1
      WHEN (
        COALESCE("t10"."x_0_first_restriction_reviewed", 10000000) = 10000000
      )
      AND (
        "t10"."c_as_of" <= COALESCE("t10"."review_due_", 726468)
      )
      THEN 3
      WHEN (
        (
          COALESCE("t10"."review_due_", 10000000) < COALESCE("t10"."x_0_first_restriction_reviewed", 10000000)
        )
        AND (
          COALESCE("t10"."review_due_", 10000000) < "t10"."c_as_of"
        )
      )
      OR (
        (
          COALESCE("t10"."review_due_", 726468) = COALESCE("t10"."review_due_", 10000000)
        )
        AND (
          COALESCE("t10"."x_0_first_restriction_reviewed", 10000000) = COALESCE("t10"."x_0_first_restriction_reviewed", 10000000)
        )
      )
      THEN 2
      ELSE 4
    END AS TINYINT) AS "x_1_status"
  FROM (
    SELECT
      "t6"."case_number",
      "t6"."event_order",
      "t6"."review_due_",
      "t9"."c_as_of",
      "t7"."x_0_first_restriction_reviewed"
    FROM (
      SELECT
        "t0"."case_number",
        "t0"."event_order",
        "t0"."review_due_"
      FROM "seen_restriction_imposed" AS "t0"
    ) AS "t6"
    INNER JOIN (
      SELECT
        "t5"."case_number" AS "of_case",
        "t5"."c_as_of"
      FROM (
        SELECT
          "t2"."case_number",
          "t2"."c_as_of"
        FROM "cases_0" AS "t2"
      ) AS "t5"
    ) AS "t9"
      ON "t6"."case_number" = "t9"."of_case"
    LEFT OUTER JOIN (
      SELECT
        "t1"."case_number" AS "key_0_case_number",
        "t1"."event_order" AS "key_0_event_order",
        "t1"."x_0_first_restriction_reviewed"
      FROM "restriction_imposed_from_restriction_reviewed" AS "t1"
    ) AS "t7"
      ON "t6"."case_number" = "t7"."key_0_case_number"
      AND "t6"."event_order" = "t7"."key_0_event_order"
  ) AS "t10"
) AS "t11"
GROUP BY
  1

-- cases_1_0
SELECT
  "t6"."case_number",
  "t6"."c_landlord",
  "t6"."c_as_of",
  "t6"."c_complete",
  "t12"."c_0_received",
  "t12"."c_190_last_received",
  "t13"."c_1_presupposed",
  "t13"."c_186_first_day",
  "t13"."c_187_last_day",
  "t14"."c_191_count_stage_1_extensions",
  "t14"."c_192_count_stage_2_extensions",
  "t15"."c_194_any_restrictions",
  "t15"."c_195_worst_restrictions",
  "t15"."c_196_outstanding_restrictions",
  "t16"."c_189_first_withdrawn"
FROM "cases_0" AS "t6"
LEFT OUTER JOIN (
  SELECT
    "t1"."case_number" AS "key_0",
    "t1"."c_0_received",
    "t1"."c_190_last_received"
  FROM "complaint_received_1" AS "t1"
) AS "t12"
  ON "t6"."case_number" = "t12"."key_0"
LEFT OUTER JOIN (
  SELECT
    "t2"."case_number" AS "key_1",
    "t2"."c_1_presupposed",
    "t2"."c_186_first_day",
    "t2"."c_187_last_day"
  FROM "every_event_1" AS "t2"
) AS "t13"
  ON "t6"."case_number" = "t13"."key_1"
LEFT OUTER JOIN (
  SELECT
    "t3"."case_number" AS "key_2",
    "t3"."c_191_count_stage_1_extensions",
    "t3"."c_192_count_stage_2_extensions"
  FROM "extension_notified_1" AS "t3"
) AS "t14"
  ON "t6"."case_number" = "t14"."key_2"
LEFT OUTER JOIN (
  SELECT
    "t4"."case_number" AS "key_3",
    "t4"."c_194_any_restrictions",
    "t4"."c_195_worst_restrictions",
    "t4"."c_196_outstanding_restrictions"
  FROM "restriction_imposed_1" AS "t4"
) AS "t15"
  ON "t6"."case_number" = "t15"."key_3"
LEFT OUTER JOIN (
  SELECT
    "t5"."case_number" AS "key_4",
    "t5"."c_189_first_withdrawn"
  FROM "withdrawn_1" AS "t5"
) AS "t16"
  ON "t6"."case_number" = "t16"."key_4"

-- cases_1_1
SELECT
  "t0"."case_number",
  "t0"."c_landlord",
  "t0"."c_as_of",
  "t0"."c_complete",
  "t0"."c_0_received",
  "t0"."c_190_last_received",
  "t0"."c_1_presupposed",
  "t0"."c_186_first_day",
  "t0"."c_187_last_day",
  "t0"."c_191_count_stage_1_extensions",
  "t0"."c_192_count_stage_2_extensions",
  "t0"."c_189_first_withdrawn",
  CASE
    WHEN (
      COALESCE("t0"."c_0_received", 10000000) = 10000000
    )
    AND (
      COALESCE("t0"."c_1_presupposed", 10000000) < 10000000
    )
    THEN 726468
    ELSE COALESCE("t0"."c_0_received", 10000000)
  END AS "c_2_complaint_received_on_low",
  CASE
    WHEN COALESCE("t0"."c_0_received", 10000000) = 10000000
    THEN COALESCE("t0"."c_1_presupposed", 10000000)
    ELSE COALESCE("t0"."c_0_received", 10000000)
  END AS "c_3_complaint_received_on_high",
  CAST(CASE
    WHEN COALESCE("t0"."c_194_any_restrictions", 0) = 2
    THEN COALESCE("t0"."c_196_outstanding_restrictions", 0)
    ELSE NULL
  END AS TINYINT) AS "c_197_restriction_reviewed_outstanding",
  CAST(CASE
    WHEN COALESCE("t0"."c_194_any_restrictions", 0) = 2
    THEN CASE
      WHEN COALESCE("t0"."c_195_worst_restrictions", 0) = 5
      THEN 2
      WHEN 1 = 0
      THEN 4
      WHEN COALESCE("t0"."c_195_worst_restrictions", 0) = 4
      THEN 4
      WHEN COALESCE("t0"."c_195_worst_restrictions", 0) = 3
      THEN 3
      WHEN COALESCE("t0"."c_195_worst_restrictions", 0) = 2
      THEN 1
      ELSE 0
    END
    WHEN COALESCE("t0"."c_194_any_restrictions", 0) <> 2
    THEN 0
    ELSE 0
  END AS TINYINT) AS "c_198_restriction_reviewed",
  CAST(COALESCE(
    CASE
      WHEN COALESCE("t0"."c_194_any_restrictions", 0) = 2
      THEN COALESCE("t0"."c_196_outstanding_restrictions", 0)
      ELSE NULL
    END,
    0
  ) AS TINYINT) AS "c_199_restriction_reviewed_o"
FROM "cases_1_0" AS "t0"

-- cases_1_2
SELECT
  "t0"."case_number",
  "t0"."c_landlord",
  "t0"."c_as_of",
  "t0"."c_complete",
  "t0"."c_190_last_received",
  "t0"."c_186_first_day",
  "t0"."c_187_last_day",
  "t0"."c_191_count_stage_1_extensions",
  "t0"."c_192_count_stage_2_extensions",
  "t0"."c_189_first_withdrawn",
  "t0"."c_198_restriction_reviewed",
  "t0"."c_199_restriction_reviewed_o",
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
FROM "cases_1_1" AS "t0"

-- cases_1
SELECT
  "t0"."case_number",
  "t0"."c_198_restriction_reviewed",
  "t0"."c_199_restriction_reviewed_o",
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
    WHEN 4 < COALESCE("t0"."c_191_count_stage_1_extensions", 0)
    THEN 3
    WHEN 4 < COALESCE("t0"."c_192_count_stage_2_extensions", 0)
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
FROM "cases_1_2" AS "t0"

-- cases_2_0
SELECT
  *
FROM "cases_1"

-- cases_2
SELECT
  *
FROM "cases_2_0"

-- answered
SELECT
  "t2"."case_number",
  "t4"."c_193_left" AS "left",
  "t2"."c_reference" AS "reference",
  "t2"."c_landlord" AS "landlord",
  "t4"."c_188_chosen_day" AS "received_on",
  "t4"."c_198_restriction_reviewed" AS "s0",
  "t4"."c_199_restriction_reviewed_o" AS "o0"
FROM "cases_0" AS "t2"
INNER JOIN (
  SELECT
    "t1"."case_number" AS "of_1",
    "t1"."c_193_left",
    "t1"."c_188_chosen_day",
    "t1"."c_198_restriction_reviewed",
    "t1"."c_199_restriction_reviewed_o"
  FROM "cases_1" AS "t1"
) AS "t4"
  ON "t2"."case_number" = "t4"."of_1"
