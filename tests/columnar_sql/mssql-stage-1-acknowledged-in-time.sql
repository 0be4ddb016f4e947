-- cases_before
SELECT
  [t0].[case_number],
  [t0].[reference] AS [c_reference],
  [t0].[landlord] AS [c_landlord],
  [t0].[as_of] AS [c_as_of],
  [t0].[complete] AS [c_complete],
  [t0].[representative] AS [c_representative],
  [t0].[has_representative] AS [c_has_representative],
  [t0].[vulnerable] AS [c_vulnerable],
  [t0].[at_risk] AS [c_at_risk],
  [t0].[disabilities_disclosed] AS [c_disabilities_disclosed],
  [t0].[adjustments_requested] AS [c_adjustments_requested],
  [t0].[category] AS [c_category],
  [t0].[occurred_on] AS [c_occurred_on],
  [t0].[became_aware_on] AS [c_became_aware_on]
FROM [cases] AS [t0]

-- cases_0_0
SELECT
  [t0].[case_number],
  [t0].[c_reference],
  [t0].[c_landlord],
  [t0].[c_as_of],
  [t0].[c_complete]
FROM [cases_before] AS [t0]

-- cases_0
SELECT
  *
FROM [cases_0_0]

-- cases_1_0
SELECT
  [t3].[case_number],
  [t3].[c_landlord],
  [t3].[c_as_of],
  [t3].[c_complete],
  [t4].[c_0_received],
  [t5].[c_1_presupposed],
  [t5].[c_106_withdrawn_undone]
FROM [cases_0] AS [t3]
LEFT OUTER JOIN [complaint_received_1] AS [t4]
  ON [t3].[case_number] = [t4].[case_number]
LEFT OUTER JOIN [every_event_1] AS [t5]
  ON [t3].[case_number] = [t5].[case_number]

-- cases_1
SELECT
  [t0].[case_number],
  [t0].[c_landlord],
  [t0].[c_as_of],
  [t0].[c_complete],
  [t0].[c_106_withdrawn_undone],
  CASE
    WHEN (
      COALESCE([t0].[c_0_received], 10000000) = 10000000
    )
    AND (
      COALESCE([t0].[c_1_presupposed], 10000000) < 10000000
    )
    THEN 726468
    ELSE COALESCE([t0].[c_0_received], 10000000)
  END AS [c_2_complaint_received_on_low],
  CASE
    WHEN COALESCE([t0].[c_0_received], 10000000) = 10000000
    THEN COALESCE([t0].[c_1_presupposed], 10000000)
    ELSE COALESCE([t0].[c_0_received], 10000000)
  END AS [c_3_complaint_received_on_high]
FROM [cases_1_0] AS [t0]

-- cases_1_deadlines_1
SELECT
  [t18].[case_number],
  [t18].[c_2_complaint_received_on_low],
  [t18].[c_3_complaint_received_on_high],
  [t18].[c_94_refused_gone_on],
  [t18].[c_95_refused_may_have_gone_on],
  [t18].[c_93_last_refused],
  [t18].[c_69_stage_1_acknowledged_on],
  [t18].[c_71_stage_1_defined_on],
  [t18].[c_73_stage_1_logged_on],
  [t18].[c_92_complaint_received],
  [t18].[c_103_complaint_refused_on_low],
  [t18].[c_104_complaint_refused_on_high],
  [t18].[c_204_clock],
  [t7].[after_5_day0_0] AS [c_194_after_5_day0_0],
  [t8].[after_5_day0_0] AS [c_195_after_5_day0_0]
FROM (
  SELECT
    [t16].[case_number],
    [t16].[c_2_complaint_received_on_low],
    [t16].[c_3_complaint_received_on_high],
    [t16].[c_94_refused_gone_on],
    [t16].[c_95_refused_may_have_gone_on],
    [t16].[c_93_last_refused],
    COALESCE([t16].[c_68_stage_1_acknowledged], 10000000) AS [c_69_stage_1_acknowledged_on],
    COALESCE([t16].[c_70_stage_1_defined], 10000000) AS [c_71_stage_1_defined_on],
    COALESCE([t16].[c_72_stage_1_logged], 10000000) AS [c_73_stage_1_logged_on],
    CAST(CASE
      WHEN CASE
        WHEN [t16].[c_as_of] < [t16].[c_2_complaint_received_on_low]
        THEN 1
        WHEN [t16].[c_3_complaint_received_on_high] <= [t16].[c_as_of]
        THEN 0
        ELSE NULL
      END <> 1
      THEN 1
      WHEN CASE
        WHEN [t16].[c_as_of] < [t16].[c_2_complaint_received_on_low]
        THEN 1
        WHEN [t16].[c_3_complaint_received_on_high] <= [t16].[c_as_of]
        THEN 0
        ELSE NULL
      END = 1
      THEN 0
      ELSE NULL
    END AS TINYINT) AS [c_92_complaint_received],
    COALESCE([t16].[c_100_complaint_refused_low], 10000000) AS [c_103_complaint_refused_on_low],
    CASE
      WHEN COALESCE([t16].[c_99_complaint_refusal], 0) < COALESCE([t16].[c_101_complaint_refusal_last], 0)
      THEN COALESCE([t16].[c_102_complaint_refused_last], 10000000)
      ELSE COALESCE([t16].[c_100_complaint_refused_low], 10000000)
    END AS [c_104_complaint_refused_on_high],
    CASE
      WHEN (
        [t16].[c_2_complaint_received_on_low] = [t16].[c_3_complaint_received_on_high]
      )
      AND (
        [t16].[c_2_complaint_received_on_low] < 10000000
      )
      THEN [t16].[c_2_complaint_received_on_low]
      ELSE NULL
    END AS [c_204_clock],
    [t16].[c_2_complaint_received_on_low] AS [day_0],
    [t16].[c_3_complaint_received_on_high] AS [day_1]
  FROM (
    SELECT
      [t15].[case_number],
      [t15].[c_2_complaint_received_on_low],
      [t15].[c_3_complaint_received_on_high],
      [t15].[c_as_of],
      [t9].[c_68_stage_1_acknowledged],
      [t10].[c_70_stage_1_defined],
      [t11].[c_94_refused_gone_on],
      [t11].[c_95_refused_may_have_gone_on],
      [t12].[c_72_stage_1_logged],
      [t13].[c_93_last_refused],
      [t13].[c_99_complaint_refusal],
      [t13].[c_100_complaint_refused_low],
      [t13].[c_101_complaint_refusal_last],
      [t13].[c_102_complaint_refused_last]
    FROM (
      SELECT
        [t1].[case_number],
        [t1].[c_2_complaint_received_on_low],
        [t1].[c_3_complaint_received_on_high],
        [t1].[c_as_of]
      FROM [cases_1] AS [t1]
    ) AS [t15]
    LEFT OUTER JOIN [acknowledged_1] AS [t9]
      ON [t15].[case_number] = [t9].[case_number]
    LEFT OUTER JOIN [defined_1] AS [t10]
      ON [t15].[case_number] = [t10].[case_number]
    LEFT OUTER JOIN [every_event_1] AS [t11]
      ON [t15].[case_number] = [t11].[case_number]
    LEFT OUTER JOIN [logged_1] AS [t12]
      ON [t15].[case_number] = [t12].[case_number]
    LEFT OUTER JOIN [refused_1] AS [t13]
      ON [t15].[case_number] = [t13].[case_number]
  ) AS [t16]
) AS [t18]
LEFT OUTER JOIN [calendar] AS [t7]
  ON [t18].[day_0] = [t7].[day]
LEFT OUTER JOIN [calendar] AS [t8]
  ON [t18].[day_1] = [t8].[day]

-- cases_1_deadlines_2
SELECT
  [t4].[case_number],
  [t4].[c_92_complaint_received],
  [t4].[c_103_complaint_refused_on_low],
  [t4].[c_104_complaint_refused_on_high],
  [t4].[c_204_clock],
  [t4].[c_96_complaint_accepted],
  [t4].[c_198_original_low],
  [t4].[c_199_original_high],
  [t4].[c_200_done],
  [t2].[until_day0_0] AS [c_205_until_day0_0]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_92_complaint_received],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_204_clock],
    CAST(CASE
      WHEN [t0].[c_92_complaint_received] = 1
      THEN CASE
        WHEN (
          COALESCE([t0].[c_93_last_refused], 0) = 0
        )
        OR (
          CASE
            WHEN COALESCE([t0].[c_93_last_refused], 0) < COALESCE([t0].[c_94_refused_gone_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_95_refused_may_have_gone_on], 0) <= COALESCE([t0].[c_93_last_refused], 0)
            THEN 0
            ELSE NULL
          END = 1
        )
        THEN 1
        WHEN (
          COALESCE([t0].[c_93_last_refused], 0) <> 0
        )
        AND (
          CASE
            WHEN COALESCE([t0].[c_93_last_refused], 0) < COALESCE([t0].[c_94_refused_gone_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_95_refused_may_have_gone_on], 0) <= COALESCE([t0].[c_93_last_refused], 0)
            THEN 0
            ELSE NULL
          END <> 1
        )
        THEN 0
        ELSE NULL
      END
      ELSE [t0].[c_92_complaint_received]
    END AS TINYINT) AS [c_96_complaint_accepted],
    CASE
      WHEN 10000000 <= [t0].[c_2_complaint_received_on_low]
      THEN 10000000
      ELSE [t0].[c_194_after_5_day0_0]
    END AS [c_198_original_low],
    CASE
      WHEN 10000000 <= [t0].[c_3_complaint_received_on_high]
      THEN 10000000
      ELSE [t0].[c_195_after_5_day0_0]
    END AS [c_199_original_high],
    CASE
      WHEN CASE
        WHEN [t0].[c_69_stage_1_acknowledged_on] < [t0].[c_71_stage_1_defined_on]
        THEN [t0].[c_71_stage_1_defined_on]
        ELSE [t0].[c_69_stage_1_acknowledged_on]
      END < [t0].[c_73_stage_1_logged_on]
      THEN [t0].[c_73_stage_1_logged_on]
      ELSE CASE
        WHEN [t0].[c_69_stage_1_acknowledged_on] < [t0].[c_71_stage_1_defined_on]
        THEN [t0].[c_71_stage_1_defined_on]
        ELSE [t0].[c_69_stage_1_acknowledged_on]
      END
    END AS [c_200_done],
    [t0].[c_204_clock] AS [day_0]
  FROM [cases_1_deadlines_1] AS [t0]
) AS [t4]
LEFT OUTER JOIN [calendar] AS [t2]
  ON [t4].[day_0] = [t2].[day]

-- cases_1_deadlines_3
SELECT
  [t0].[case_number],
  [t0].[c_92_complaint_received],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_204_clock],
  [t0].[c_96_complaint_accepted],
  [t0].[c_198_original_low],
  [t0].[c_199_original_high],
  [t0].[c_200_done],
  [t0].[c_205_until_day0_0],
  CASE
    WHEN (
      [t0].[c_198_original_low] = [t0].[c_199_original_high]
    )
    AND (
      [t0].[c_198_original_low] < 10000000
    )
    THEN [t0].[c_198_original_low]
    ELSE NULL
  END AS [c_202_due],
  CASE
    WHEN (
      [t0].[c_200_done] = [t0].[c_200_done]
    )
    AND (
      [t0].[c_200_done] < 10000000
    )
    THEN [t0].[c_200_done]
    ELSE NULL
  END AS [c_203_done]
FROM [cases_1_deadlines_2] AS [t0]

-- cases_1_deadlines_4
SELECT
  [t5].[case_number],
  [t5].[c_92_complaint_received],
  [t5].[c_103_complaint_refused_on_low],
  [t5].[c_104_complaint_refused_on_high],
  [t5].[c_204_clock],
  [t5].[c_96_complaint_accepted],
  [t5].[c_198_original_low],
  [t5].[c_199_original_high],
  [t5].[c_200_done],
  [t5].[c_205_until_day0_0],
  [t5].[c_202_due],
  [t5].[c_203_done],
  [t5].[c_211_stage_1_acknowledged_in_time_due],
  [t5].[c_212_stage_1_acknowledged_in_time_done],
  [t2].[until_day0_0] AS [c_206_until_day0_0],
  [t3].[until_day0_0] AS [c_209_late_from]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_92_complaint_received],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_204_clock],
    [t0].[c_96_complaint_accepted],
    [t0].[c_198_original_low],
    [t0].[c_199_original_high],
    [t0].[c_200_done],
    [t0].[c_205_until_day0_0],
    [t0].[c_202_due],
    [t0].[c_203_done],
    CASE WHEN [t0].[c_92_complaint_received] = 1 THEN [t0].[c_202_due] ELSE NULL END AS [c_211_stage_1_acknowledged_in_time_due],
    CASE WHEN [t0].[c_92_complaint_received] = 1 THEN [t0].[c_203_done] ELSE NULL END AS [c_212_stage_1_acknowledged_in_time_done],
    [t0].[c_203_done] AS [day_0],
    [t0].[c_202_due] AS [day_1]
  FROM [cases_1_deadlines_3] AS [t0]
) AS [t5]
LEFT OUTER JOIN [calendar] AS [t2]
  ON [t5].[day_0] = [t2].[day]
LEFT OUTER JOIN [calendar] AS [t3]
  ON [t5].[day_1] = [t3].[day]

-- cases_1_deadlines
SELECT
  [t0].[case_number],
  [t0].[c_92_complaint_received],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_96_complaint_accepted],
  [t0].[c_198_original_low],
  [t0].[c_199_original_high],
  [t0].[c_200_done],
  [t0].[c_202_due],
  [t0].[c_203_done],
  [t0].[c_211_stage_1_acknowledged_in_time_due],
  [t0].[c_212_stage_1_acknowledged_in_time_done],
  [t0].[c_209_late_from],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN (
        [t0].[c_204_clock] IS NOT NULL
      ) AND (
        [t0].[c_203_done] IS NOT NULL
      )
      THEN CASE
        WHEN 10000000 <= [t0].[c_204_clock]
        THEN 0
        WHEN 10000000 <= [t0].[c_203_done]
        THEN 10000000
        WHEN [t0].[c_203_done] < [t0].[c_204_clock]
        THEN 0
        ELSE [t0].[c_206_until_day0_0] - [t0].[c_205_until_day0_0]
      END
      ELSE NULL
    END
    ELSE NULL
  END AS INTEGER) AS [c_213_stage_1_acknowledged_in_time_days]
FROM [cases_1_deadlines_4] AS [t0]

-- cases_1_requirements_1
SELECT
  [t11].[case_number],
  [t11].[c_as_of],
  [t11].[c_complete],
  [t11].[c_landlord],
  [t11].[c_190_last_received],
  [t11].[c_186_first_day],
  [t11].[c_187_last_day],
  [t11].[c_191_count_stage_1_extensions],
  [t11].[c_192_count_stage_2_extensions],
  [t11].[c_189_first_withdrawn],
  CASE
    WHEN (
      [t11].[c_2_complaint_received_on_low] = [t11].[c_3_complaint_received_on_high]
    )
    AND (
      [t11].[c_2_complaint_received_on_low] < 10000000
    )
    THEN [t11].[c_2_complaint_received_on_low]
    ELSE COALESCE([t11].[c_186_first_day], 0)
  END AS [c_188_chosen_day]
FROM (
  SELECT
    [t10].[case_number],
    [t10].[c_2_complaint_received_on_low],
    [t10].[c_3_complaint_received_on_high],
    [t10].[c_as_of],
    [t10].[c_complete],
    [t10].[c_landlord],
    [t5].[c_190_last_received],
    [t6].[c_186_first_day],
    [t6].[c_187_last_day],
    [t7].[c_191_count_stage_1_extensions],
    [t7].[c_192_count_stage_2_extensions],
    [t8].[c_189_first_withdrawn]
  FROM (
    SELECT
      [t0].[case_number],
      [t0].[c_2_complaint_received_on_low],
      [t0].[c_3_complaint_received_on_high],
      [t0].[c_as_of],
      [t0].[c_complete],
      [t0].[c_landlord]
    FROM [cases_1] AS [t0]
  ) AS [t10]
  LEFT OUTER JOIN [complaint_received_1] AS [t5]
    ON [t10].[case_number] = [t5].[case_number]
  LEFT OUTER JOIN [every_event_1] AS [t6]
    ON [t10].[case_number] = [t6].[case_number]
  LEFT OUTER JOIN [extension_notified_1] AS [t7]
    ON [t10].[case_number] = [t7].[case_number]
  LEFT OUTER JOIN [withdrawn_1] AS [t8]
    ON [t10].[case_number] = [t8].[case_number]
) AS [t11]

-- cases_1_requirements
SELECT
  [t0].[case_number],
  [t0].[c_188_chosen_day],
  CAST(CASE
    WHEN COALESCE([t0].[c_186_first_day], 0) = 0
    THEN 5
    WHEN [t0].[c_complete] <> 1
    THEN 1
    WHEN (
      [t0].[c_189_first_withdrawn] IS NOT NULL
    )
    AND (
      [t0].[c_190_last_received] IS NOT NULL
    )
    AND (
      [t0].[c_189_first_withdrawn] < [t0].[c_190_last_received]
    )
    THEN 2
    WHEN 2 < COALESCE([t0].[c_191_count_stage_1_extensions], 0)
    THEN 3
    WHEN 2 < COALESCE([t0].[c_192_count_stage_2_extensions], 0)
    THEN 3
    WHEN (
      [t0].[c_188_chosen_day] < 738977
    )
    OR (
      755287 < COALESCE([t0].[c_186_first_day], 0)
    )
    OR (
      755287 < COALESCE([t0].[c_187_last_day], 0)
    )
    OR (
      755287 < [t0].[c_as_of]
    )
    THEN 4
    WHEN [t0].[c_landlord] <> 'code-only'
    THEN 6
    ELSE 0
  END AS TINYINT) AS [c_193_left]
FROM [cases_1_requirements_1] AS [t0]

-- cases_2_0
SELECT
  [t0].[case_number],
  [t0].[c_as_of]
FROM [cases_1] AS [t0]

-- cases_2
SELECT
  *
FROM [cases_2_0]

-- cases_2_deadlines_1
SELECT
  [t8].[case_number],
  [t8].[c_as_of],
  [t8].[c_103_complaint_refused_on_low],
  [t8].[c_104_complaint_refused_on_high],
  [t8].[c_198_original_low],
  [t8].[c_199_original_high],
  [t8].[c_200_done],
  [t8].[c_202_due],
  [t8].[c_203_done],
  [t8].[c_209_late_from],
  [t8].[c_92_complaint_received],
  [t8].[c_96_complaint_accepted],
  COALESCE([t8].[c_107_withdrawn_standing], 10000000) AS [c_108_complaint_withdrawn_on]
FROM (
  SELECT
    [t7].[case_number],
    [t7].[c_as_of],
    [t7].[c_103_complaint_refused_on_low],
    [t7].[c_104_complaint_refused_on_high],
    [t7].[c_198_original_low],
    [t7].[c_199_original_high],
    [t7].[c_200_done],
    [t7].[c_202_due],
    [t7].[c_203_done],
    [t7].[c_209_late_from],
    [t7].[c_92_complaint_received],
    [t7].[c_96_complaint_accepted],
    [t3].[c_107_withdrawn_standing]
  FROM (
    SELECT
      [t4].[case_number],
      [t4].[c_as_of],
      [t5].[c_103_complaint_refused_on_low],
      [t5].[c_104_complaint_refused_on_high],
      [t5].[c_198_original_low],
      [t5].[c_199_original_high],
      [t5].[c_200_done],
      [t5].[c_202_due],
      [t5].[c_203_done],
      [t5].[c_209_late_from],
      [t5].[c_92_complaint_received],
      [t5].[c_96_complaint_accepted]
    FROM [cases_2] AS [t4]
    INNER JOIN [cases_1_deadlines] AS [t5]
      ON [t4].[case_number] = [t5].[case_number]
  ) AS [t7]
  LEFT OUTER JOIN [withdrawn_2] AS [t3]
    ON [t7].[case_number] = [t3].[case_number]
) AS [t8]

-- cases_2_deadlines_2
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_198_original_low],
  [t0].[c_199_original_high],
  [t0].[c_200_done],
  [t0].[c_202_due],
  [t0].[c_203_done],
  [t0].[c_209_late_from],
  [t0].[c_92_complaint_received],
  CASE
    WHEN [t0].[c_96_complaint_accepted] = 1
    THEN [t0].[c_108_complaint_withdrawn_on]
    WHEN [t0].[c_96_complaint_accepted] <> 1
    THEN CASE
      WHEN [t0].[c_108_complaint_withdrawn_on] <= [t0].[c_103_complaint_refused_on_low]
      THEN [t0].[c_108_complaint_withdrawn_on]
      ELSE [t0].[c_103_complaint_refused_on_low]
    END
    ELSE CASE
      WHEN [t0].[c_108_complaint_withdrawn_on] <= CASE
        WHEN [t0].[c_108_complaint_withdrawn_on] <= [t0].[c_103_complaint_refused_on_low]
        THEN [t0].[c_108_complaint_withdrawn_on]
        ELSE [t0].[c_103_complaint_refused_on_low]
      END
      THEN [t0].[c_108_complaint_withdrawn_on]
      ELSE CASE
        WHEN [t0].[c_108_complaint_withdrawn_on] <= [t0].[c_103_complaint_refused_on_low]
        THEN [t0].[c_108_complaint_withdrawn_on]
        ELSE [t0].[c_103_complaint_refused_on_low]
      END
    END
  END AS [c_196_complaint_ended_on_low],
  CASE
    WHEN [t0].[c_96_complaint_accepted] = 1
    THEN [t0].[c_108_complaint_withdrawn_on]
    WHEN [t0].[c_96_complaint_accepted] <> 1
    THEN CASE
      WHEN [t0].[c_108_complaint_withdrawn_on] <= [t0].[c_104_complaint_refused_on_high]
      THEN [t0].[c_108_complaint_withdrawn_on]
      ELSE [t0].[c_104_complaint_refused_on_high]
    END
    ELSE CASE
      WHEN [t0].[c_108_complaint_withdrawn_on] < CASE
        WHEN [t0].[c_108_complaint_withdrawn_on] <= [t0].[c_104_complaint_refused_on_high]
        THEN [t0].[c_108_complaint_withdrawn_on]
        ELSE [t0].[c_104_complaint_refused_on_high]
      END
      THEN CASE
        WHEN [t0].[c_108_complaint_withdrawn_on] <= [t0].[c_104_complaint_refused_on_high]
        THEN [t0].[c_108_complaint_withdrawn_on]
        ELSE [t0].[c_104_complaint_refused_on_high]
      END
      ELSE [t0].[c_108_complaint_withdrawn_on]
    END
  END AS [c_197_complaint_ended_on_high]
FROM [cases_2_deadlines_1] AS [t0]

-- cases_2_deadlines_3
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_199_original_high],
  [t0].[c_200_done],
  [t0].[c_202_due],
  [t0].[c_203_done],
  [t0].[c_209_late_from],
  [t0].[c_92_complaint_received],
  [t0].[c_196_complaint_ended_on_low],
  [t0].[c_197_complaint_ended_on_high],
  CAST(CASE
    WHEN (
      [t0].[c_as_of] < [t0].[c_196_complaint_ended_on_low]
    )
    OR (
      (
        [t0].[c_200_done] <= [t0].[c_196_complaint_ended_on_low]
      )
      AND (
        [t0].[c_200_done] < 10000000
      )
    )
    THEN CASE
      WHEN (
        [t0].[c_200_done] <= [t0].[c_198_original_low]
      )
      AND (
        [t0].[c_200_done] < 10000000
      )
      THEN 1
      WHEN (
        [t0].[c_200_done] = 10000000
      )
      AND (
        [t0].[c_as_of] <= [t0].[c_198_original_low]
      )
      THEN 3
      WHEN (
        (
          [t0].[c_199_original_high] < [t0].[c_200_done]
        )
        AND (
          [t0].[c_199_original_high] < [t0].[c_as_of]
        )
      )
      OR (
        (
          [t0].[c_198_original_low] = [t0].[c_199_original_high]
        )
        AND (
          [t0].[c_200_done] = [t0].[c_200_done]
        )
      )
      THEN 2
      ELSE 4
    END
    ELSE CASE
      WHEN [t0].[c_196_complaint_ended_on_low] = [t0].[c_197_complaint_ended_on_high]
      THEN CASE
        WHEN [t0].[c_196_complaint_ended_on_low] <= [t0].[c_198_original_low]
        THEN 0
        WHEN (
          [t0].[c_199_original_high] < [t0].[c_196_complaint_ended_on_low]
        )
        AND (
          (
            [t0].[c_196_complaint_ended_on_low] < [t0].[c_200_done]
          )
          OR (
            [t0].[c_199_original_high] < [t0].[c_200_done]
          )
        )
        THEN 2
        ELSE 4
      END
      ELSE CASE
        WHEN (
          CASE
            WHEN (
              [t0].[c_200_done] <= [t0].[c_198_original_low]
            )
            AND (
              [t0].[c_200_done] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_200_done] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_198_original_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_199_original_high] < [t0].[c_200_done]
              )
              AND (
                [t0].[c_199_original_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_198_original_low] = [t0].[c_199_original_high]
              )
              AND (
                [t0].[c_200_done] = [t0].[c_200_done]
              )
            )
            THEN 2
            ELSE 4
          END = 3
        )
        AND (
          [t0].[c_197_complaint_ended_on_high] <= [t0].[c_as_of]
        )
        THEN 0
        WHEN (
          CASE
            WHEN (
              [t0].[c_200_done] <= [t0].[c_198_original_low]
            )
            AND (
              [t0].[c_200_done] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_200_done] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_198_original_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_199_original_high] < [t0].[c_200_done]
              )
              AND (
                [t0].[c_199_original_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_198_original_low] = [t0].[c_199_original_high]
              )
              AND (
                [t0].[c_200_done] = [t0].[c_200_done]
              )
            )
            THEN 2
            ELSE 4
          END = 3
        )
        OR (
          CASE
            WHEN (
              [t0].[c_200_done] <= [t0].[c_198_original_low]
            )
            AND (
              [t0].[c_200_done] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_200_done] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_198_original_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_199_original_high] < [t0].[c_200_done]
              )
              AND (
                [t0].[c_199_original_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_198_original_low] = [t0].[c_199_original_high]
              )
              AND (
                [t0].[c_200_done] = [t0].[c_200_done]
              )
            )
            THEN 2
            ELSE 4
          END = 1
        )
        OR (
          [t0].[c_199_original_high] < [t0].[c_196_complaint_ended_on_low]
        )
        THEN CASE
          WHEN (
            [t0].[c_200_done] <= [t0].[c_198_original_low]
          )
          AND (
            [t0].[c_200_done] < 10000000
          )
          THEN 1
          WHEN (
            [t0].[c_200_done] = 10000000
          )
          AND (
            [t0].[c_as_of] <= [t0].[c_198_original_low]
          )
          THEN 3
          WHEN (
            (
              [t0].[c_199_original_high] < [t0].[c_200_done]
            )
            AND (
              [t0].[c_199_original_high] < [t0].[c_as_of]
            )
          )
          OR (
            (
              [t0].[c_198_original_low] = [t0].[c_199_original_high]
            )
            AND (
              [t0].[c_200_done] = [t0].[c_200_done]
            )
          )
          THEN 2
          ELSE 4
        END
        ELSE 4
      END
    END
  END AS TINYINT) AS [c_201_status],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN (
        (
          [t0].[c_as_of] < [t0].[c_196_complaint_ended_on_low]
        )
        OR (
          (
            [t0].[c_200_done] <= [t0].[c_196_complaint_ended_on_low]
          )
          AND (
            [t0].[c_200_done] < 10000000
          )
        )
      )
      AND (
        (
          CASE
            WHEN (
              [t0].[c_200_done] <= [t0].[c_198_original_low]
            )
            AND (
              [t0].[c_200_done] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_200_done] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_198_original_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_199_original_high] < [t0].[c_200_done]
              )
              AND (
                [t0].[c_199_original_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_198_original_low] = [t0].[c_199_original_high]
              )
              AND (
                [t0].[c_200_done] = [t0].[c_200_done]
              )
            )
            THEN 2
            ELSE 4
          END = 2
        )
        AND (
          [t0].[c_200_done] = 10000000
        )
        AND (
          [t0].[c_200_done] = 10000000
        )
      )
      THEN 1
      ELSE 0
    END
    ELSE 0
  END AS TINYINT) AS [c_215_stage_1_acknowledged_in_time_o]
FROM [cases_2_deadlines_2] AS [t0]

-- cases_2_deadlines_4
SELECT
  [t0].[case_number],
  [t0].[c_202_due],
  [t0].[c_209_late_from],
  [t0].[c_92_complaint_received],
  [t0].[c_201_status],
  [t0].[c_215_stage_1_acknowledged_in_time_o],
  COALESCE(
    [t0].[c_203_done],
    CASE
      WHEN CASE
        WHEN (
          [t0].[c_201_status] = 2
        )
        AND (
          (
            [t0].[c_196_complaint_ended_on_low] = [t0].[c_197_complaint_ended_on_high]
          )
          AND (
            [t0].[c_196_complaint_ended_on_low] < [t0].[c_200_done]
          )
        )
        THEN [t0].[c_196_complaint_ended_on_low]
        ELSE NULL
      END < [t0].[c_as_of]
      THEN CASE
        WHEN (
          [t0].[c_201_status] = 2
        )
        AND (
          (
            [t0].[c_196_complaint_ended_on_low] = [t0].[c_197_complaint_ended_on_high]
          )
          AND (
            [t0].[c_196_complaint_ended_on_low] < [t0].[c_200_done]
          )
        )
        THEN [t0].[c_196_complaint_ended_on_low]
        ELSE NULL
      END
      ELSE [t0].[c_as_of]
    END
  ) AS [c_207_late_until],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN [t0].[c_201_status]
    WHEN [t0].[c_92_complaint_received] <> 1
    THEN 0
    ELSE 4
  END AS TINYINT) AS [c_210_stage_1_acknowledged_in_time],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN (
        [t0].[c_201_status] = 1
      )
      AND (
        [t0].[c_199_original_high] < [t0].[c_200_done]
      )
      THEN 1
      ELSE 0
    END
    ELSE 0
  END AS TINYINT) AS [c_216_stage_1_acknowledged_in_time_e]
FROM [cases_2_deadlines_3] AS [t0]

-- cases_2_deadlines_5
SELECT
  [t4].[case_number],
  [t4].[c_202_due],
  [t4].[c_209_late_from],
  [t4].[c_92_complaint_received],
  [t4].[c_201_status],
  [t4].[c_215_stage_1_acknowledged_in_time_o],
  [t4].[c_207_late_until],
  [t4].[c_210_stage_1_acknowledged_in_time],
  [t4].[c_216_stage_1_acknowledged_in_time_e],
  [t2].[next_day0_0] AS [c_208_late_to]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_202_due],
    [t0].[c_209_late_from],
    [t0].[c_92_complaint_received],
    [t0].[c_201_status],
    [t0].[c_215_stage_1_acknowledged_in_time_o],
    [t0].[c_207_late_until],
    [t0].[c_210_stage_1_acknowledged_in_time],
    [t0].[c_216_stage_1_acknowledged_in_time_e],
    [t0].[c_207_late_until] AS [day_0]
  FROM [cases_2_deadlines_4] AS [t0]
) AS [t4]
LEFT OUTER JOIN [calendar] AS [t2]
  ON [t4].[day_0] = [t2].[day]

-- cases_2_deadlines
SELECT
  [t0].[case_number],
  [t0].[c_215_stage_1_acknowledged_in_time_o],
  [t0].[c_210_stage_1_acknowledged_in_time],
  [t0].[c_216_stage_1_acknowledged_in_time_e],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN [t0].[c_202_due] IS NULL
      THEN CASE WHEN 1 = 0 THEN 0 ELSE NULL END
      WHEN [t0].[c_201_status] = 1
      THEN 0
      WHEN [t0].[c_201_status] = 2
      THEN CASE
        WHEN [t0].[c_207_late_until] <= [t0].[c_202_due]
        THEN 0
        ELSE [t0].[c_208_late_to] - [t0].[c_209_late_from]
      END
      ELSE NULL
    END
    ELSE NULL
  END AS INTEGER) AS [c_214_stage_1_acknowledged_in_time_late]
FROM [cases_2_deadlines_5] AS [t0]

-- answered
SELECT
  [t8].[case_number],
  [t8].[c_193_left] AS [left],
  [t8].[c_reference] AS [reference],
  [t8].[c_landlord] AS [landlord],
  [t8].[c_188_chosen_day] AS [received_on],
  [t8].[c_210_stage_1_acknowledged_in_time] AS [s0],
  [t8].[c_215_stage_1_acknowledged_in_time_o] AS [o0],
  [t8].[c_216_stage_1_acknowledged_in_time_e] AS [e0],
  [t8].[c_211_stage_1_acknowledged_in_time_due] AS [d0],
  [t8].[c_212_stage_1_acknowledged_in_time_done] AS [f0],
  [t8].[c_213_stage_1_acknowledged_in_time_days] AS [w0],
  [t8].[c_214_stage_1_acknowledged_in_time_late] AS [l0]
FROM (
  SELECT
    [t4].[case_number],
    [t4].[c_landlord],
    [t4].[c_reference],
    [t5].[c_211_stage_1_acknowledged_in_time_due],
    [t5].[c_212_stage_1_acknowledged_in_time_done],
    [t5].[c_213_stage_1_acknowledged_in_time_days],
    [t6].[c_188_chosen_day],
    [t6].[c_193_left],
    [t7].[c_210_stage_1_acknowledged_in_time],
    [t7].[c_214_stage_1_acknowledged_in_time_late],
    [t7].[c_215_stage_1_acknowledged_in_time_o],
    [t7].[c_216_stage_1_acknowledged_in_time_e]
  FROM [cases_0] AS [t4]
  INNER JOIN [cases_1_deadlines] AS [t5]
    ON [t4].[case_number] = [t5].[case_number]
  INNER JOIN [cases_1_requirements] AS [t6]
    ON [t4].[case_number] = [t6].[case_number]
  INNER JOIN [cases_2_deadlines] AS [t7]
    ON [t4].[case_number] = [t7].[case_number]
) AS [t8]
