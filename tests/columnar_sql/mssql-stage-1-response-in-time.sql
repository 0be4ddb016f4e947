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
  *
FROM [cases_before]

-- cases_0
SELECT
  *
FROM [cases_0_0]

-- cases_1_0
SELECT
  [t8].[case_number],
  [t8].[c_landlord],
  [t8].[c_as_of],
  [t8].[c_complete],
  [t16].[c_68_stage_1_acknowledged],
  [t17].[c_0_received],
  [t17].[c_190_last_received],
  [t18].[c_1_presupposed],
  [t18].[c_94_refused_gone_on],
  [t18].[c_95_refused_may_have_gone_on],
  [t18].[c_106_withdrawn_undone],
  [t18].[c_186_first_day],
  [t18].[c_187_last_day],
  [t19].[c_191_count_stage_1_extensions],
  [t19].[c_192_count_stage_2_extensions],
  [t19].[c_210_notice_1_new_due_on],
  [t19].[c_211_notice_1_new_due_on],
  [t19].[c_212_there_1],
  [t19].[c_213_notice_1_on],
  [t19].[c_214_notice_1_reasons],
  [t19].[c_215_notice_1_ombudsman_contact_given],
  [t19].[c_216_notice_1_good_reason_over_cap],
  [t19].[c_220_notice_2_new_due_on],
  [t19].[c_221_notice_2_new_due_on],
  [t19].[c_222_there_2],
  [t19].[c_223_notice_2_on],
  [t19].[c_224_notice_2_reasons],
  [t19].[c_225_notice_2_ombudsman_contact_given],
  [t19].[c_226_notice_2_good_reason_over_cap],
  [t19].[c_230_notice_3_new_due_on],
  [t19].[c_231_notice_3_new_due_on],
  [t19].[c_232_there_3],
  [t19].[c_233_notice_3_on],
  [t19].[c_234_notice_3_reasons],
  [t19].[c_235_notice_3_ombudsman_contact_given],
  [t19].[c_236_notice_3_good_reason_over_cap],
  [t19].[c_240_notice_4_new_due_on],
  [t19].[c_241_notice_4_new_due_on],
  [t19].[c_242_there_4],
  [t19].[c_243_notice_4_on],
  [t19].[c_244_notice_4_reasons],
  [t19].[c_245_notice_4_ombudsman_contact_given],
  [t19].[c_246_notice_4_good_reason_over_cap],
  [t20].[c_93_last_refused],
  [t20].[c_99_complaint_refusal],
  [t20].[c_100_complaint_refused_low],
  [t20].[c_101_complaint_refusal_last],
  [t20].[c_102_complaint_refused_last],
  [t21].[c_78_stage_1_responded],
  [t22].[c_189_first_withdrawn]
FROM [cases_0] AS [t8]
LEFT OUTER JOIN (
  SELECT
    [t1].[case_number] AS [key_0],
    [t1].[c_68_stage_1_acknowledged]
  FROM [acknowledged_1] AS [t1]
) AS [t16]
  ON [t8].[case_number] = [t16].[key_0]
LEFT OUTER JOIN (
  SELECT
    [t2].[case_number] AS [key_1],
    [t2].[c_0_received],
    [t2].[c_190_last_received]
  FROM [complaint_received_1] AS [t2]
) AS [t17]
  ON [t8].[case_number] = [t17].[key_1]
LEFT OUTER JOIN (
  SELECT
    [t3].[case_number] AS [key_2],
    [t3].[c_1_presupposed],
    [t3].[c_94_refused_gone_on],
    [t3].[c_95_refused_may_have_gone_on],
    [t3].[c_106_withdrawn_undone],
    [t3].[c_186_first_day],
    [t3].[c_187_last_day]
  FROM [every_event_1] AS [t3]
) AS [t18]
  ON [t8].[case_number] = [t18].[key_2]
LEFT OUTER JOIN (
  SELECT
    [t4].[case_number] AS [key_3],
    [t4].[c_191_count_stage_1_extensions],
    [t4].[c_192_count_stage_2_extensions],
    [t4].[c_210_notice_1_new_due_on],
    [t4].[c_211_notice_1_new_due_on],
    [t4].[c_212_there_1],
    [t4].[c_213_notice_1_on],
    [t4].[c_214_notice_1_reasons],
    [t4].[c_215_notice_1_ombudsman_contact_given],
    [t4].[c_216_notice_1_good_reason_over_cap],
    [t4].[c_220_notice_2_new_due_on],
    [t4].[c_221_notice_2_new_due_on],
    [t4].[c_222_there_2],
    [t4].[c_223_notice_2_on],
    [t4].[c_224_notice_2_reasons],
    [t4].[c_225_notice_2_ombudsman_contact_given],
    [t4].[c_226_notice_2_good_reason_over_cap],
    [t4].[c_230_notice_3_new_due_on],
    [t4].[c_231_notice_3_new_due_on],
    [t4].[c_232_there_3],
    [t4].[c_233_notice_3_on],
    [t4].[c_234_notice_3_reasons],
    [t4].[c_235_notice_3_ombudsman_contact_given],
    [t4].[c_236_notice_3_good_reason_over_cap],
    [t4].[c_240_notice_4_new_due_on],
    [t4].[c_241_notice_4_new_due_on],
    [t4].[c_242_there_4],
    [t4].[c_243_notice_4_on],
    [t4].[c_244_notice_4_reasons],
    [t4].[c_245_notice_4_ombudsman_contact_given],
    [t4].[c_246_notice_4_good_reason_over_cap]
  FROM [extension_notified_1] AS [t4]
) AS [t19]
  ON [t8].[case_number] = [t19].[key_3]
LEFT OUTER JOIN (
  SELECT
    [t5].[case_number] AS [key_4],
    [t5].[c_93_last_refused],
    [t5].[c_99_complaint_refusal],
    [t5].[c_100_complaint_refused_low],
    [t5].[c_101_complaint_refusal_last],
    [t5].[c_102_complaint_refused_last]
  FROM [refused_1] AS [t5]
) AS [t20]
  ON [t8].[case_number] = [t20].[key_4]
LEFT OUTER JOIN (
  SELECT
    [t6].[case_number] AS [key_5],
    [t6].[c_78_stage_1_responded]
  FROM [response_issued_1] AS [t6]
) AS [t21]
  ON [t8].[case_number] = [t21].[key_5]
LEFT OUTER JOIN (
  SELECT
    [t7].[case_number] AS [key_6],
    [t7].[c_189_first_withdrawn]
  FROM [withdrawn_1] AS [t7]
) AS [t22]
  ON [t8].[case_number] = [t22].[key_6]

-- cases_1_1
SELECT
  [t0].[case_number],
  [t0].[c_landlord],
  [t0].[c_as_of],
  [t0].[c_complete],
  [t0].[c_190_last_received],
  [t0].[c_94_refused_gone_on],
  [t0].[c_95_refused_may_have_gone_on],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_186_first_day],
  [t0].[c_187_last_day],
  [t0].[c_191_count_stage_1_extensions],
  [t0].[c_192_count_stage_2_extensions],
  [t0].[c_210_notice_1_new_due_on],
  [t0].[c_211_notice_1_new_due_on],
  [t0].[c_212_there_1],
  [t0].[c_213_notice_1_on],
  [t0].[c_214_notice_1_reasons],
  [t0].[c_215_notice_1_ombudsman_contact_given],
  [t0].[c_216_notice_1_good_reason_over_cap],
  [t0].[c_220_notice_2_new_due_on],
  [t0].[c_221_notice_2_new_due_on],
  [t0].[c_222_there_2],
  [t0].[c_223_notice_2_on],
  [t0].[c_224_notice_2_reasons],
  [t0].[c_225_notice_2_ombudsman_contact_given],
  [t0].[c_226_notice_2_good_reason_over_cap],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_93_last_refused],
  [t0].[c_189_first_withdrawn],
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
  END AS [c_3_complaint_received_on_high],
  COALESCE([t0].[c_68_stage_1_acknowledged], 10000000) AS [c_69_stage_1_acknowledged_on],
  COALESCE([t0].[c_78_stage_1_responded], 10000000) AS [c_79_stage_1_responded_on],
  COALESCE([t0].[c_100_complaint_refused_low], 10000000) AS [c_103_complaint_refused_on_low],
  CASE
    WHEN COALESCE([t0].[c_99_complaint_refusal], 0) < COALESCE([t0].[c_101_complaint_refusal_last], 0)
    THEN COALESCE([t0].[c_102_complaint_refused_last], 10000000)
    ELSE COALESCE([t0].[c_100_complaint_refused_low], 10000000)
  END AS [c_104_complaint_refused_on_high]
FROM [cases_1_0] AS [t0]

-- cases_1_2
SELECT
  [t7].[case_number],
  [t7].[c_landlord],
  [t7].[c_as_of],
  [t7].[c_complete],
  [t7].[c_190_last_received],
  [t7].[c_94_refused_gone_on],
  [t7].[c_95_refused_may_have_gone_on],
  [t7].[c_106_withdrawn_undone],
  [t7].[c_186_first_day],
  [t7].[c_187_last_day],
  [t7].[c_191_count_stage_1_extensions],
  [t7].[c_192_count_stage_2_extensions],
  [t7].[c_210_notice_1_new_due_on],
  [t7].[c_211_notice_1_new_due_on],
  [t7].[c_212_there_1],
  [t7].[c_213_notice_1_on],
  [t7].[c_214_notice_1_reasons],
  [t7].[c_215_notice_1_ombudsman_contact_given],
  [t7].[c_216_notice_1_good_reason_over_cap],
  [t7].[c_220_notice_2_new_due_on],
  [t7].[c_221_notice_2_new_due_on],
  [t7].[c_222_there_2],
  [t7].[c_223_notice_2_on],
  [t7].[c_224_notice_2_reasons],
  [t7].[c_225_notice_2_ombudsman_contact_given],
  [t7].[c_226_notice_2_good_reason_over_cap],
  [t7].[c_230_notice_3_new_due_on],
  [t7].[c_231_notice_3_new_due_on],
  [t7].[c_232_there_3],
  [t7].[c_233_notice_3_on],
  [t7].[c_234_notice_3_reasons],
  [t7].[c_235_notice_3_ombudsman_contact_given],
  [t7].[c_236_notice_3_good_reason_over_cap],
  [t7].[c_240_notice_4_new_due_on],
  [t7].[c_241_notice_4_new_due_on],
  [t7].[c_242_there_4],
  [t7].[c_243_notice_4_on],
  [t7].[c_244_notice_4_reasons],
  [t7].[c_245_notice_4_ombudsman_contact_given],
  [t7].[c_246_notice_4_good_reason_over_cap],
  [t7].[c_93_last_refused],
  [t7].[c_189_first_withdrawn],
  [t7].[c_2_complaint_received_on_low],
  [t7].[c_3_complaint_received_on_high],
  [t7].[c_69_stage_1_acknowledged_on],
  [t7].[c_79_stage_1_responded_on],
  [t7].[c_103_complaint_refused_on_low],
  [t7].[c_104_complaint_refused_on_high],
  [t7].[c_92_complaint_received],
  [t7].[c_188_chosen_day],
  [t7].[c_252_done],
  [t4].[c_194_after_5_day0_0],
  [t5].[c_195_after_5_day0_0]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_landlord],
    [t0].[c_as_of],
    [t0].[c_complete],
    [t0].[c_190_last_received],
    [t0].[c_94_refused_gone_on],
    [t0].[c_95_refused_may_have_gone_on],
    [t0].[c_106_withdrawn_undone],
    [t0].[c_186_first_day],
    [t0].[c_187_last_day],
    [t0].[c_191_count_stage_1_extensions],
    [t0].[c_192_count_stage_2_extensions],
    [t0].[c_210_notice_1_new_due_on],
    [t0].[c_211_notice_1_new_due_on],
    [t0].[c_212_there_1],
    [t0].[c_213_notice_1_on],
    [t0].[c_214_notice_1_reasons],
    [t0].[c_215_notice_1_ombudsman_contact_given],
    [t0].[c_216_notice_1_good_reason_over_cap],
    [t0].[c_220_notice_2_new_due_on],
    [t0].[c_221_notice_2_new_due_on],
    [t0].[c_222_there_2],
    [t0].[c_223_notice_2_on],
    [t0].[c_224_notice_2_reasons],
    [t0].[c_225_notice_2_ombudsman_contact_given],
    [t0].[c_226_notice_2_good_reason_over_cap],
    [t0].[c_230_notice_3_new_due_on],
    [t0].[c_231_notice_3_new_due_on],
    [t0].[c_232_there_3],
    [t0].[c_233_notice_3_on],
    [t0].[c_234_notice_3_reasons],
    [t0].[c_235_notice_3_ombudsman_contact_given],
    [t0].[c_236_notice_3_good_reason_over_cap],
    [t0].[c_240_notice_4_new_due_on],
    [t0].[c_241_notice_4_new_due_on],
    [t0].[c_242_there_4],
    [t0].[c_243_notice_4_on],
    [t0].[c_244_notice_4_reasons],
    [t0].[c_245_notice_4_ombudsman_contact_given],
    [t0].[c_246_notice_4_good_reason_over_cap],
    [t0].[c_93_last_refused],
    [t0].[c_189_first_withdrawn],
    [t0].[c_2_complaint_received_on_low],
    [t0].[c_3_complaint_received_on_high],
    [t0].[c_69_stage_1_acknowledged_on],
    [t0].[c_79_stage_1_responded_on],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    CAST(CASE
      WHEN CASE
        WHEN [t0].[c_as_of] < [t0].[c_2_complaint_received_on_low]
        THEN 1
        WHEN [t0].[c_3_complaint_received_on_high] <= [t0].[c_as_of]
        THEN 0
        ELSE NULL
      END <> 1
      THEN 1
      WHEN CASE
        WHEN [t0].[c_as_of] < [t0].[c_2_complaint_received_on_low]
        THEN 1
        WHEN [t0].[c_3_complaint_received_on_high] <= [t0].[c_as_of]
        THEN 0
        ELSE NULL
      END = 1
      THEN 0
      ELSE NULL
    END AS TINYINT) AS [c_92_complaint_received],
    CASE
      WHEN (
        [t0].[c_2_complaint_received_on_low] = [t0].[c_3_complaint_received_on_high]
      )
      AND (
        [t0].[c_2_complaint_received_on_low] < 10000000
      )
      THEN [t0].[c_2_complaint_received_on_low]
      ELSE COALESCE([t0].[c_186_first_day], 0)
    END AS [c_188_chosen_day],
    CASE
      WHEN (
        [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
      )
      AND (
        [t0].[c_79_stage_1_responded_on] < 10000000
      )
      THEN [t0].[c_79_stage_1_responded_on]
      ELSE NULL
    END AS [c_252_done],
    [t0].[c_2_complaint_received_on_low] AS [day_0],
    [t0].[c_3_complaint_received_on_high] AS [day_1]
  FROM [cases_1_1] AS [t0]
) AS [t7]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[after_5_day0_0] AS [c_194_after_5_day0_0]
  FROM [calendar] AS [t1]
) AS [t4]
  ON [t7].[day_0] = [t4].[found_0]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_1],
    [t1].[after_5_day0_0] AS [c_195_after_5_day0_0]
  FROM [calendar] AS [t1]
) AS [t5]
  ON [t7].[day_1] = [t5].[found_1]

-- cases_1_3
SELECT
  [t5].[case_number],
  [t5].[c_as_of],
  [t5].[c_106_withdrawn_undone],
  [t5].[c_210_notice_1_new_due_on],
  [t5].[c_211_notice_1_new_due_on],
  [t5].[c_212_there_1],
  [t5].[c_213_notice_1_on],
  [t5].[c_214_notice_1_reasons],
  [t5].[c_215_notice_1_ombudsman_contact_given],
  [t5].[c_216_notice_1_good_reason_over_cap],
  [t5].[c_220_notice_2_new_due_on],
  [t5].[c_221_notice_2_new_due_on],
  [t5].[c_222_there_2],
  [t5].[c_223_notice_2_on],
  [t5].[c_224_notice_2_reasons],
  [t5].[c_225_notice_2_ombudsman_contact_given],
  [t5].[c_226_notice_2_good_reason_over_cap],
  [t5].[c_230_notice_3_new_due_on],
  [t5].[c_231_notice_3_new_due_on],
  [t5].[c_232_there_3],
  [t5].[c_233_notice_3_on],
  [t5].[c_234_notice_3_reasons],
  [t5].[c_235_notice_3_ombudsman_contact_given],
  [t5].[c_236_notice_3_good_reason_over_cap],
  [t5].[c_240_notice_4_new_due_on],
  [t5].[c_241_notice_4_new_due_on],
  [t5].[c_242_there_4],
  [t5].[c_243_notice_4_on],
  [t5].[c_244_notice_4_reasons],
  [t5].[c_245_notice_4_ombudsman_contact_given],
  [t5].[c_246_notice_4_good_reason_over_cap],
  [t5].[c_2_complaint_received_on_low],
  [t5].[c_3_complaint_received_on_high],
  [t5].[c_69_stage_1_acknowledged_on],
  [t5].[c_79_stage_1_responded_on],
  [t5].[c_103_complaint_refused_on_low],
  [t5].[c_104_complaint_refused_on_high],
  [t5].[c_92_complaint_received],
  [t5].[c_188_chosen_day],
  [t5].[c_252_done],
  [t5].[c_96_complaint_accepted],
  [t5].[c_193_left],
  [t5].[c_196_stage_1_acknowledge_by_low],
  [t5].[c_197_stage_1_acknowledge_by_high],
  [t5].[c_263_stage_1_response_in_time_done],
  [t3].[c_255_until_day0_0]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_as_of],
    [t0].[c_106_withdrawn_undone],
    [t0].[c_210_notice_1_new_due_on],
    [t0].[c_211_notice_1_new_due_on],
    [t0].[c_212_there_1],
    [t0].[c_213_notice_1_on],
    [t0].[c_214_notice_1_reasons],
    [t0].[c_215_notice_1_ombudsman_contact_given],
    [t0].[c_216_notice_1_good_reason_over_cap],
    [t0].[c_220_notice_2_new_due_on],
    [t0].[c_221_notice_2_new_due_on],
    [t0].[c_222_there_2],
    [t0].[c_223_notice_2_on],
    [t0].[c_224_notice_2_reasons],
    [t0].[c_225_notice_2_ombudsman_contact_given],
    [t0].[c_226_notice_2_good_reason_over_cap],
    [t0].[c_230_notice_3_new_due_on],
    [t0].[c_231_notice_3_new_due_on],
    [t0].[c_232_there_3],
    [t0].[c_233_notice_3_on],
    [t0].[c_234_notice_3_reasons],
    [t0].[c_235_notice_3_ombudsman_contact_given],
    [t0].[c_236_notice_3_good_reason_over_cap],
    [t0].[c_240_notice_4_new_due_on],
    [t0].[c_241_notice_4_new_due_on],
    [t0].[c_242_there_4],
    [t0].[c_243_notice_4_on],
    [t0].[c_244_notice_4_reasons],
    [t0].[c_245_notice_4_ombudsman_contact_given],
    [t0].[c_246_notice_4_good_reason_over_cap],
    [t0].[c_2_complaint_received_on_low],
    [t0].[c_3_complaint_received_on_high],
    [t0].[c_69_stage_1_acknowledged_on],
    [t0].[c_79_stage_1_responded_on],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_92_complaint_received],
    [t0].[c_188_chosen_day],
    [t0].[c_252_done],
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
      WHEN 4 < COALESCE([t0].[c_191_count_stage_1_extensions], 0)
      THEN 3
      WHEN 4 < COALESCE([t0].[c_192_count_stage_2_extensions], 0)
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
    END AS TINYINT) AS [c_193_left],
    CASE
      WHEN 10000000 <= [t0].[c_2_complaint_received_on_low]
      THEN 10000000
      ELSE [t0].[c_194_after_5_day0_0]
    END AS [c_196_stage_1_acknowledge_by_low],
    CASE
      WHEN 10000000 <= [t0].[c_3_complaint_received_on_high]
      THEN 10000000
      ELSE [t0].[c_195_after_5_day0_0]
    END AS [c_197_stage_1_acknowledge_by_high],
    CASE WHEN [t0].[c_92_complaint_received] = 1 THEN [t0].[c_252_done] ELSE NULL END AS [c_263_stage_1_response_in_time_done],
    [t0].[c_252_done] AS [day_0]
  FROM [cases_1_2] AS [t0]
) AS [t5]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[until_day0_0] AS [c_255_until_day0_0]
  FROM [calendar] AS [t1]
) AS [t3]
  ON [t5].[day_0] = [t3].[found_0]

-- cases_1_4
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_210_notice_1_new_due_on],
  [t0].[c_211_notice_1_new_due_on],
  [t0].[c_212_there_1],
  [t0].[c_213_notice_1_on],
  [t0].[c_214_notice_1_reasons],
  [t0].[c_215_notice_1_ombudsman_contact_given],
  [t0].[c_216_notice_1_good_reason_over_cap],
  [t0].[c_220_notice_2_new_due_on],
  [t0].[c_221_notice_2_new_due_on],
  [t0].[c_222_there_2],
  [t0].[c_223_notice_2_on],
  [t0].[c_224_notice_2_reasons],
  [t0].[c_225_notice_2_ombudsman_contact_given],
  [t0].[c_226_notice_2_good_reason_over_cap],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_255_until_day0_0],
  CASE
    WHEN [t0].[c_2_complaint_received_on_low] < CASE
      WHEN [t0].[c_69_stage_1_acknowledged_on] <= [t0].[c_196_stage_1_acknowledge_by_low]
      THEN [t0].[c_69_stage_1_acknowledged_on]
      ELSE [t0].[c_196_stage_1_acknowledge_by_low]
    END
    THEN CASE
      WHEN [t0].[c_69_stage_1_acknowledged_on] <= [t0].[c_196_stage_1_acknowledge_by_low]
      THEN [t0].[c_69_stage_1_acknowledged_on]
      ELSE [t0].[c_196_stage_1_acknowledge_by_low]
    END
    ELSE [t0].[c_2_complaint_received_on_low]
  END AS [c_198_stage_1_clock_start_low],
  CASE
    WHEN [t0].[c_3_complaint_received_on_high] < CASE
      WHEN [t0].[c_69_stage_1_acknowledged_on] <= [t0].[c_197_stage_1_acknowledge_by_high]
      THEN [t0].[c_69_stage_1_acknowledged_on]
      ELSE [t0].[c_197_stage_1_acknowledge_by_high]
    END
    THEN CASE
      WHEN [t0].[c_69_stage_1_acknowledged_on] <= [t0].[c_197_stage_1_acknowledge_by_high]
      THEN [t0].[c_69_stage_1_acknowledged_on]
      ELSE [t0].[c_197_stage_1_acknowledge_by_high]
    END
    ELSE [t0].[c_3_complaint_received_on_high]
  END AS [c_199_stage_1_clock_start_high]
FROM [cases_1_3] AS [t0]

-- cases_1_5
SELECT
  [t7].[case_number],
  [t7].[c_as_of],
  [t7].[c_106_withdrawn_undone],
  [t7].[c_210_notice_1_new_due_on],
  [t7].[c_211_notice_1_new_due_on],
  [t7].[c_212_there_1],
  [t7].[c_213_notice_1_on],
  [t7].[c_214_notice_1_reasons],
  [t7].[c_215_notice_1_ombudsman_contact_given],
  [t7].[c_216_notice_1_good_reason_over_cap],
  [t7].[c_220_notice_2_new_due_on],
  [t7].[c_221_notice_2_new_due_on],
  [t7].[c_222_there_2],
  [t7].[c_223_notice_2_on],
  [t7].[c_224_notice_2_reasons],
  [t7].[c_225_notice_2_ombudsman_contact_given],
  [t7].[c_226_notice_2_good_reason_over_cap],
  [t7].[c_230_notice_3_new_due_on],
  [t7].[c_231_notice_3_new_due_on],
  [t7].[c_232_there_3],
  [t7].[c_233_notice_3_on],
  [t7].[c_234_notice_3_reasons],
  [t7].[c_235_notice_3_ombudsman_contact_given],
  [t7].[c_236_notice_3_good_reason_over_cap],
  [t7].[c_240_notice_4_new_due_on],
  [t7].[c_241_notice_4_new_due_on],
  [t7].[c_242_there_4],
  [t7].[c_243_notice_4_on],
  [t7].[c_244_notice_4_reasons],
  [t7].[c_245_notice_4_ombudsman_contact_given],
  [t7].[c_246_notice_4_good_reason_over_cap],
  [t7].[c_79_stage_1_responded_on],
  [t7].[c_103_complaint_refused_on_low],
  [t7].[c_104_complaint_refused_on_high],
  [t7].[c_92_complaint_received],
  [t7].[c_188_chosen_day],
  [t7].[c_252_done],
  [t7].[c_96_complaint_accepted],
  [t7].[c_193_left],
  [t7].[c_263_stage_1_response_in_time_done],
  [t7].[c_255_until_day0_0],
  [t7].[c_198_stage_1_clock_start_low],
  [t7].[c_199_stage_1_clock_start_high],
  [t7].[c_253_clock],
  [t4].[c_200_after_10_day0_0],
  [t5].[c_201_after_10_day0_0]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_as_of],
    [t0].[c_106_withdrawn_undone],
    [t0].[c_210_notice_1_new_due_on],
    [t0].[c_211_notice_1_new_due_on],
    [t0].[c_212_there_1],
    [t0].[c_213_notice_1_on],
    [t0].[c_214_notice_1_reasons],
    [t0].[c_215_notice_1_ombudsman_contact_given],
    [t0].[c_216_notice_1_good_reason_over_cap],
    [t0].[c_220_notice_2_new_due_on],
    [t0].[c_221_notice_2_new_due_on],
    [t0].[c_222_there_2],
    [t0].[c_223_notice_2_on],
    [t0].[c_224_notice_2_reasons],
    [t0].[c_225_notice_2_ombudsman_contact_given],
    [t0].[c_226_notice_2_good_reason_over_cap],
    [t0].[c_230_notice_3_new_due_on],
    [t0].[c_231_notice_3_new_due_on],
    [t0].[c_232_there_3],
    [t0].[c_233_notice_3_on],
    [t0].[c_234_notice_3_reasons],
    [t0].[c_235_notice_3_ombudsman_contact_given],
    [t0].[c_236_notice_3_good_reason_over_cap],
    [t0].[c_240_notice_4_new_due_on],
    [t0].[c_241_notice_4_new_due_on],
    [t0].[c_242_there_4],
    [t0].[c_243_notice_4_on],
    [t0].[c_244_notice_4_reasons],
    [t0].[c_245_notice_4_ombudsman_contact_given],
    [t0].[c_246_notice_4_good_reason_over_cap],
    [t0].[c_79_stage_1_responded_on],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_92_complaint_received],
    [t0].[c_188_chosen_day],
    [t0].[c_252_done],
    [t0].[c_96_complaint_accepted],
    [t0].[c_193_left],
    [t0].[c_263_stage_1_response_in_time_done],
    [t0].[c_255_until_day0_0],
    [t0].[c_198_stage_1_clock_start_low],
    [t0].[c_199_stage_1_clock_start_high],
    CASE
      WHEN (
        [t0].[c_198_stage_1_clock_start_low] = [t0].[c_199_stage_1_clock_start_high]
      )
      AND (
        [t0].[c_198_stage_1_clock_start_low] < 10000000
      )
      THEN [t0].[c_198_stage_1_clock_start_low]
      ELSE NULL
    END AS [c_253_clock],
    [t0].[c_198_stage_1_clock_start_low] AS [day_0],
    [t0].[c_199_stage_1_clock_start_high] AS [day_1]
  FROM [cases_1_4] AS [t0]
) AS [t7]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[after_10_day0_0] AS [c_200_after_10_day0_0]
  FROM [calendar] AS [t1]
) AS [t4]
  ON [t7].[day_0] = [t4].[found_0]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_1],
    [t1].[after_10_day0_0] AS [c_201_after_10_day0_0]
  FROM [calendar] AS [t1]
) AS [t5]
  ON [t7].[day_1] = [t5].[found_1]

-- cases_1_6
SELECT
  [t5].[case_number],
  [t5].[c_as_of],
  [t5].[c_106_withdrawn_undone],
  [t5].[c_210_notice_1_new_due_on],
  [t5].[c_211_notice_1_new_due_on],
  [t5].[c_212_there_1],
  [t5].[c_213_notice_1_on],
  [t5].[c_214_notice_1_reasons],
  [t5].[c_215_notice_1_ombudsman_contact_given],
  [t5].[c_216_notice_1_good_reason_over_cap],
  [t5].[c_220_notice_2_new_due_on],
  [t5].[c_221_notice_2_new_due_on],
  [t5].[c_222_there_2],
  [t5].[c_223_notice_2_on],
  [t5].[c_224_notice_2_reasons],
  [t5].[c_225_notice_2_ombudsman_contact_given],
  [t5].[c_226_notice_2_good_reason_over_cap],
  [t5].[c_230_notice_3_new_due_on],
  [t5].[c_231_notice_3_new_due_on],
  [t5].[c_232_there_3],
  [t5].[c_233_notice_3_on],
  [t5].[c_234_notice_3_reasons],
  [t5].[c_235_notice_3_ombudsman_contact_given],
  [t5].[c_236_notice_3_good_reason_over_cap],
  [t5].[c_240_notice_4_new_due_on],
  [t5].[c_241_notice_4_new_due_on],
  [t5].[c_242_there_4],
  [t5].[c_243_notice_4_on],
  [t5].[c_244_notice_4_reasons],
  [t5].[c_245_notice_4_ombudsman_contact_given],
  [t5].[c_246_notice_4_good_reason_over_cap],
  [t5].[c_79_stage_1_responded_on],
  [t5].[c_103_complaint_refused_on_low],
  [t5].[c_104_complaint_refused_on_high],
  [t5].[c_92_complaint_received],
  [t5].[c_188_chosen_day],
  [t5].[c_252_done],
  [t5].[c_96_complaint_accepted],
  [t5].[c_193_left],
  [t5].[c_263_stage_1_response_in_time_done],
  [t5].[c_255_until_day0_0],
  [t5].[c_253_clock],
  [t5].[c_204_original_low],
  [t5].[c_205_original_high],
  [t3].[c_254_until_day0_0]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_as_of],
    [t0].[c_106_withdrawn_undone],
    [t0].[c_210_notice_1_new_due_on],
    [t0].[c_211_notice_1_new_due_on],
    [t0].[c_212_there_1],
    [t0].[c_213_notice_1_on],
    [t0].[c_214_notice_1_reasons],
    [t0].[c_215_notice_1_ombudsman_contact_given],
    [t0].[c_216_notice_1_good_reason_over_cap],
    [t0].[c_220_notice_2_new_due_on],
    [t0].[c_221_notice_2_new_due_on],
    [t0].[c_222_there_2],
    [t0].[c_223_notice_2_on],
    [t0].[c_224_notice_2_reasons],
    [t0].[c_225_notice_2_ombudsman_contact_given],
    [t0].[c_226_notice_2_good_reason_over_cap],
    [t0].[c_230_notice_3_new_due_on],
    [t0].[c_231_notice_3_new_due_on],
    [t0].[c_232_there_3],
    [t0].[c_233_notice_3_on],
    [t0].[c_234_notice_3_reasons],
    [t0].[c_235_notice_3_ombudsman_contact_given],
    [t0].[c_236_notice_3_good_reason_over_cap],
    [t0].[c_240_notice_4_new_due_on],
    [t0].[c_241_notice_4_new_due_on],
    [t0].[c_242_there_4],
    [t0].[c_243_notice_4_on],
    [t0].[c_244_notice_4_reasons],
    [t0].[c_245_notice_4_ombudsman_contact_given],
    [t0].[c_246_notice_4_good_reason_over_cap],
    [t0].[c_79_stage_1_responded_on],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_92_complaint_received],
    [t0].[c_188_chosen_day],
    [t0].[c_252_done],
    [t0].[c_96_complaint_accepted],
    [t0].[c_193_left],
    [t0].[c_263_stage_1_response_in_time_done],
    [t0].[c_255_until_day0_0],
    [t0].[c_253_clock],
    CASE
      WHEN 10000000 <= [t0].[c_198_stage_1_clock_start_low]
      THEN 10000000
      ELSE [t0].[c_200_after_10_day0_0]
    END AS [c_204_original_low],
    CASE
      WHEN 10000000 <= [t0].[c_199_stage_1_clock_start_high]
      THEN 10000000
      ELSE [t0].[c_201_after_10_day0_0]
    END AS [c_205_original_high],
    [t0].[c_253_clock] AS [day_0]
  FROM [cases_1_5] AS [t0]
) AS [t5]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[until_day0_0] AS [c_254_until_day0_0]
  FROM [calendar] AS [t1]
) AS [t3]
  ON [t5].[day_0] = [t3].[found_0]

-- cases_1_7
SELECT
  [t7].[case_number],
  [t7].[c_as_of],
  [t7].[c_106_withdrawn_undone],
  [t7].[c_210_notice_1_new_due_on],
  [t7].[c_211_notice_1_new_due_on],
  [t7].[c_212_there_1],
  [t7].[c_213_notice_1_on],
  [t7].[c_214_notice_1_reasons],
  [t7].[c_215_notice_1_ombudsman_contact_given],
  [t7].[c_216_notice_1_good_reason_over_cap],
  [t7].[c_220_notice_2_new_due_on],
  [t7].[c_221_notice_2_new_due_on],
  [t7].[c_222_there_2],
  [t7].[c_223_notice_2_on],
  [t7].[c_224_notice_2_reasons],
  [t7].[c_225_notice_2_ombudsman_contact_given],
  [t7].[c_226_notice_2_good_reason_over_cap],
  [t7].[c_230_notice_3_new_due_on],
  [t7].[c_231_notice_3_new_due_on],
  [t7].[c_232_there_3],
  [t7].[c_233_notice_3_on],
  [t7].[c_234_notice_3_reasons],
  [t7].[c_235_notice_3_ombudsman_contact_given],
  [t7].[c_236_notice_3_good_reason_over_cap],
  [t7].[c_240_notice_4_new_due_on],
  [t7].[c_241_notice_4_new_due_on],
  [t7].[c_242_there_4],
  [t7].[c_243_notice_4_on],
  [t7].[c_244_notice_4_reasons],
  [t7].[c_245_notice_4_ombudsman_contact_given],
  [t7].[c_246_notice_4_good_reason_over_cap],
  [t7].[c_79_stage_1_responded_on],
  [t7].[c_103_complaint_refused_on_low],
  [t7].[c_104_complaint_refused_on_high],
  [t7].[c_92_complaint_received],
  [t7].[c_188_chosen_day],
  [t7].[c_252_done],
  [t7].[c_96_complaint_accepted],
  [t7].[c_193_left],
  [t7].[c_263_stage_1_response_in_time_done],
  [t7].[c_204_original_low],
  [t7].[c_205_original_high],
  [t7].[c_264_stage_1_response_in_time_days],
  [t4].[c_206_after_10_day0_0],
  [t5].[c_207_after_10_day0_0]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_as_of],
    [t0].[c_106_withdrawn_undone],
    [t0].[c_210_notice_1_new_due_on],
    [t0].[c_211_notice_1_new_due_on],
    [t0].[c_212_there_1],
    [t0].[c_213_notice_1_on],
    [t0].[c_214_notice_1_reasons],
    [t0].[c_215_notice_1_ombudsman_contact_given],
    [t0].[c_216_notice_1_good_reason_over_cap],
    [t0].[c_220_notice_2_new_due_on],
    [t0].[c_221_notice_2_new_due_on],
    [t0].[c_222_there_2],
    [t0].[c_223_notice_2_on],
    [t0].[c_224_notice_2_reasons],
    [t0].[c_225_notice_2_ombudsman_contact_given],
    [t0].[c_226_notice_2_good_reason_over_cap],
    [t0].[c_230_notice_3_new_due_on],
    [t0].[c_231_notice_3_new_due_on],
    [t0].[c_232_there_3],
    [t0].[c_233_notice_3_on],
    [t0].[c_234_notice_3_reasons],
    [t0].[c_235_notice_3_ombudsman_contact_given],
    [t0].[c_236_notice_3_good_reason_over_cap],
    [t0].[c_240_notice_4_new_due_on],
    [t0].[c_241_notice_4_new_due_on],
    [t0].[c_242_there_4],
    [t0].[c_243_notice_4_on],
    [t0].[c_244_notice_4_reasons],
    [t0].[c_245_notice_4_ombudsman_contact_given],
    [t0].[c_246_notice_4_good_reason_over_cap],
    [t0].[c_79_stage_1_responded_on],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_92_complaint_received],
    [t0].[c_188_chosen_day],
    [t0].[c_252_done],
    [t0].[c_96_complaint_accepted],
    [t0].[c_193_left],
    [t0].[c_263_stage_1_response_in_time_done],
    [t0].[c_204_original_low],
    [t0].[c_205_original_high],
    CAST(CASE
      WHEN [t0].[c_92_complaint_received] = 1
      THEN CASE
        WHEN (
          [t0].[c_253_clock] IS NOT NULL
        ) AND (
          [t0].[c_252_done] IS NOT NULL
        )
        THEN CASE
          WHEN 10000000 <= [t0].[c_253_clock]
          THEN 0
          WHEN 10000000 <= [t0].[c_252_done]
          THEN 10000000
          WHEN [t0].[c_252_done] < [t0].[c_253_clock]
          THEN 0
          ELSE [t0].[c_255_until_day0_0] - [t0].[c_254_until_day0_0]
        END
        ELSE NULL
      END
      ELSE NULL
    END AS INTEGER) AS [c_264_stage_1_response_in_time_days],
    [t0].[c_204_original_low] AS [day_0],
    [t0].[c_205_original_high] AS [day_1]
  FROM [cases_1_6] AS [t0]
) AS [t7]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[after_10_day0_0] AS [c_206_after_10_day0_0]
  FROM [calendar] AS [t1]
) AS [t4]
  ON [t7].[day_0] = [t4].[found_0]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_1],
    [t1].[after_10_day0_0] AS [c_207_after_10_day0_0]
  FROM [calendar] AS [t1]
) AS [t5]
  ON [t7].[day_1] = [t5].[found_1]

-- cases_1_8
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_210_notice_1_new_due_on],
  [t0].[c_211_notice_1_new_due_on],
  [t0].[c_212_there_1],
  [t0].[c_213_notice_1_on],
  [t0].[c_214_notice_1_reasons],
  [t0].[c_215_notice_1_ombudsman_contact_given],
  [t0].[c_216_notice_1_good_reason_over_cap],
  [t0].[c_220_notice_2_new_due_on],
  [t0].[c_221_notice_2_new_due_on],
  [t0].[c_222_there_2],
  [t0].[c_223_notice_2_on],
  [t0].[c_224_notice_2_reasons],
  [t0].[c_225_notice_2_ombudsman_contact_given],
  [t0].[c_226_notice_2_good_reason_over_cap],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_204_original_low],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  CASE
    WHEN 10000000 <= [t0].[c_204_original_low]
    THEN 10000000
    ELSE [t0].[c_206_after_10_day0_0]
  END AS [c_208_cap_low],
  CASE
    WHEN 10000000 <= [t0].[c_205_original_high]
    THEN 10000000
    ELSE [t0].[c_207_after_10_day0_0]
  END AS [c_209_cap_high]
FROM [cases_1_7] AS [t0]

-- cases_1_9
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_210_notice_1_new_due_on],
  [t0].[c_211_notice_1_new_due_on],
  [t0].[c_220_notice_2_new_due_on],
  [t0].[c_221_notice_2_new_due_on],
  [t0].[c_222_there_2],
  [t0].[c_223_notice_2_on],
  [t0].[c_224_notice_2_reasons],
  [t0].[c_225_notice_2_ombudsman_contact_given],
  [t0].[c_226_notice_2_good_reason_over_cap],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_204_original_low],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_208_cap_low],
  [t0].[c_209_cap_high],
  CAST(CASE
    WHEN (
      COALESCE([t0].[c_212_there_1], 0) = 1
    )
    AND (
      (
        CASE
          WHEN [t0].[c_205_original_high] < COALESCE([t0].[c_213_notice_1_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_213_notice_1_on], 0) <= [t0].[c_204_original_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      AND (
        [t0].[c_214_notice_1_reasons] <> ''
      )
      AND (
        CASE
          WHEN COALESCE([t0].[c_211_notice_1_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_210_notice_1_new_due_on], 0)
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        CASE
          WHEN [t0].[c_205_original_high] < COALESCE([t0].[c_210_notice_1_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_211_notice_1_new_due_on], 0) <= [t0].[c_204_original_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        [t0].[c_215_notice_1_ombudsman_contact_given] = 1
      )
      AND (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_210_notice_1_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_211_notice_1_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END <> 1
        )
        OR (
          [t0].[c_216_notice_1_good_reason_over_cap] <> ''
        )
      )
    )
    THEN 1
    WHEN (
      COALESCE([t0].[c_212_there_1], 0) <> 1
    )
    OR (
      (
        CASE
          WHEN [t0].[c_205_original_high] < COALESCE([t0].[c_213_notice_1_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_213_notice_1_on], 0) <= [t0].[c_204_original_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      OR (
        [t0].[c_214_notice_1_reasons] = ''
      )
      OR (
        CASE
          WHEN COALESCE([t0].[c_211_notice_1_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_210_notice_1_new_due_on], 0)
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        CASE
          WHEN [t0].[c_205_original_high] < COALESCE([t0].[c_210_notice_1_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_211_notice_1_new_due_on], 0) <= [t0].[c_204_original_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        [t0].[c_215_notice_1_ombudsman_contact_given] <> 1
      )
      OR (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_210_notice_1_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_211_notice_1_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END = 1
        )
        AND (
          [t0].[c_216_notice_1_good_reason_over_cap] = ''
        )
      )
    )
    THEN 0
    ELSE NULL
  END AS TINYINT) AS [c_217_valid_1]
FROM [cases_1_8] AS [t0]

-- cases_1_10
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_220_notice_2_new_due_on],
  [t0].[c_221_notice_2_new_due_on],
  [t0].[c_222_there_2],
  [t0].[c_223_notice_2_on],
  [t0].[c_224_notice_2_reasons],
  [t0].[c_225_notice_2_ombudsman_contact_given],
  [t0].[c_226_notice_2_good_reason_over_cap],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_208_cap_low],
  [t0].[c_209_cap_high],
  CASE
    WHEN CASE WHEN [t0].[c_217_valid_1] = 1 THEN 1 ELSE 0 END = 1
    THEN CASE
      WHEN [t0].[c_204_original_low] < COALESCE([t0].[c_210_notice_1_new_due_on], 0)
      THEN COALESCE([t0].[c_210_notice_1_new_due_on], 0)
      ELSE [t0].[c_204_original_low]
    END
    ELSE [t0].[c_204_original_low]
  END AS [c_218_due_1_low],
  CASE
    WHEN CASE WHEN [t0].[c_217_valid_1] <> 1 THEN 1 ELSE 0 END = 1
    THEN [t0].[c_205_original_high]
    ELSE CASE
      WHEN [t0].[c_205_original_high] < COALESCE([t0].[c_211_notice_1_new_due_on], 0)
      THEN COALESCE([t0].[c_211_notice_1_new_due_on], 0)
      ELSE [t0].[c_205_original_high]
    END
  END AS [c_219_due_1_high]
FROM [cases_1_9] AS [t0]

-- cases_1_11
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_220_notice_2_new_due_on],
  [t0].[c_221_notice_2_new_due_on],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_208_cap_low],
  [t0].[c_209_cap_high],
  [t0].[c_218_due_1_low],
  [t0].[c_219_due_1_high],
  CAST(CASE
    WHEN (
      COALESCE([t0].[c_222_there_2], 0) = 1
    )
    AND (
      (
        CASE
          WHEN [t0].[c_219_due_1_high] < COALESCE([t0].[c_223_notice_2_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_223_notice_2_on], 0) <= [t0].[c_218_due_1_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      AND (
        [t0].[c_224_notice_2_reasons] <> ''
      )
      AND (
        CASE
          WHEN COALESCE([t0].[c_221_notice_2_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_220_notice_2_new_due_on], 0)
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        CASE
          WHEN [t0].[c_219_due_1_high] < COALESCE([t0].[c_220_notice_2_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_221_notice_2_new_due_on], 0) <= [t0].[c_218_due_1_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        [t0].[c_225_notice_2_ombudsman_contact_given] = 1
      )
      AND (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_220_notice_2_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_221_notice_2_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END <> 1
        )
        OR (
          [t0].[c_226_notice_2_good_reason_over_cap] <> ''
        )
      )
    )
    THEN 1
    WHEN (
      COALESCE([t0].[c_222_there_2], 0) <> 1
    )
    OR (
      (
        CASE
          WHEN [t0].[c_219_due_1_high] < COALESCE([t0].[c_223_notice_2_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_223_notice_2_on], 0) <= [t0].[c_218_due_1_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      OR (
        [t0].[c_224_notice_2_reasons] = ''
      )
      OR (
        CASE
          WHEN COALESCE([t0].[c_221_notice_2_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_220_notice_2_new_due_on], 0)
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        CASE
          WHEN [t0].[c_219_due_1_high] < COALESCE([t0].[c_220_notice_2_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_221_notice_2_new_due_on], 0) <= [t0].[c_218_due_1_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        [t0].[c_225_notice_2_ombudsman_contact_given] <> 1
      )
      OR (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_220_notice_2_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_221_notice_2_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END = 1
        )
        AND (
          [t0].[c_226_notice_2_good_reason_over_cap] = ''
        )
      )
    )
    THEN 0
    ELSE NULL
  END AS TINYINT) AS [c_227_valid_2]
FROM [cases_1_10] AS [t0]

-- cases_1_12
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_232_there_3],
  [t0].[c_233_notice_3_on],
  [t0].[c_234_notice_3_reasons],
  [t0].[c_235_notice_3_ombudsman_contact_given],
  [t0].[c_236_notice_3_good_reason_over_cap],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_208_cap_low],
  [t0].[c_209_cap_high],
  CASE
    WHEN CASE WHEN [t0].[c_227_valid_2] = 1 THEN 1 ELSE 0 END = 1
    THEN CASE
      WHEN [t0].[c_218_due_1_low] < COALESCE([t0].[c_220_notice_2_new_due_on], 0)
      THEN COALESCE([t0].[c_220_notice_2_new_due_on], 0)
      ELSE [t0].[c_218_due_1_low]
    END
    ELSE [t0].[c_218_due_1_low]
  END AS [c_228_due_2_low],
  CASE
    WHEN CASE WHEN [t0].[c_227_valid_2] <> 1 THEN 1 ELSE 0 END = 1
    THEN [t0].[c_219_due_1_high]
    ELSE CASE
      WHEN [t0].[c_219_due_1_high] < COALESCE([t0].[c_221_notice_2_new_due_on], 0)
      THEN COALESCE([t0].[c_221_notice_2_new_due_on], 0)
      ELSE [t0].[c_219_due_1_high]
    END
  END AS [c_229_due_2_high]
FROM [cases_1_11] AS [t0]

-- cases_1_13
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_230_notice_3_new_due_on],
  [t0].[c_231_notice_3_new_due_on],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_208_cap_low],
  [t0].[c_209_cap_high],
  [t0].[c_228_due_2_low],
  [t0].[c_229_due_2_high],
  CAST(CASE
    WHEN (
      COALESCE([t0].[c_232_there_3], 0) = 1
    )
    AND (
      (
        CASE
          WHEN [t0].[c_229_due_2_high] < COALESCE([t0].[c_233_notice_3_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_233_notice_3_on], 0) <= [t0].[c_228_due_2_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      AND (
        [t0].[c_234_notice_3_reasons] <> ''
      )
      AND (
        CASE
          WHEN COALESCE([t0].[c_231_notice_3_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_230_notice_3_new_due_on], 0)
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        CASE
          WHEN [t0].[c_229_due_2_high] < COALESCE([t0].[c_230_notice_3_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_231_notice_3_new_due_on], 0) <= [t0].[c_228_due_2_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        [t0].[c_235_notice_3_ombudsman_contact_given] = 1
      )
      AND (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_230_notice_3_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_231_notice_3_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END <> 1
        )
        OR (
          [t0].[c_236_notice_3_good_reason_over_cap] <> ''
        )
      )
    )
    THEN 1
    WHEN (
      COALESCE([t0].[c_232_there_3], 0) <> 1
    )
    OR (
      (
        CASE
          WHEN [t0].[c_229_due_2_high] < COALESCE([t0].[c_233_notice_3_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_233_notice_3_on], 0) <= [t0].[c_228_due_2_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      OR (
        [t0].[c_234_notice_3_reasons] = ''
      )
      OR (
        CASE
          WHEN COALESCE([t0].[c_231_notice_3_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_230_notice_3_new_due_on], 0)
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        CASE
          WHEN [t0].[c_229_due_2_high] < COALESCE([t0].[c_230_notice_3_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_231_notice_3_new_due_on], 0) <= [t0].[c_228_due_2_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        [t0].[c_235_notice_3_ombudsman_contact_given] <> 1
      )
      OR (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_230_notice_3_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_231_notice_3_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END = 1
        )
        AND (
          [t0].[c_236_notice_3_good_reason_over_cap] = ''
        )
      )
    )
    THEN 0
    ELSE NULL
  END AS TINYINT) AS [c_237_valid_3]
FROM [cases_1_12] AS [t0]

-- cases_1_14
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_242_there_4],
  [t0].[c_243_notice_4_on],
  [t0].[c_244_notice_4_reasons],
  [t0].[c_245_notice_4_ombudsman_contact_given],
  [t0].[c_246_notice_4_good_reason_over_cap],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_208_cap_low],
  [t0].[c_209_cap_high],
  CASE
    WHEN CASE WHEN [t0].[c_237_valid_3] = 1 THEN 1 ELSE 0 END = 1
    THEN CASE
      WHEN [t0].[c_228_due_2_low] < COALESCE([t0].[c_230_notice_3_new_due_on], 0)
      THEN COALESCE([t0].[c_230_notice_3_new_due_on], 0)
      ELSE [t0].[c_228_due_2_low]
    END
    ELSE [t0].[c_228_due_2_low]
  END AS [c_238_due_3_low],
  CASE
    WHEN CASE WHEN [t0].[c_237_valid_3] <> 1 THEN 1 ELSE 0 END = 1
    THEN [t0].[c_229_due_2_high]
    ELSE CASE
      WHEN [t0].[c_229_due_2_high] < COALESCE([t0].[c_231_notice_3_new_due_on], 0)
      THEN COALESCE([t0].[c_231_notice_3_new_due_on], 0)
      ELSE [t0].[c_229_due_2_high]
    END
  END AS [c_239_due_3_high]
FROM [cases_1_13] AS [t0]

-- cases_1_15
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_240_notice_4_new_due_on],
  [t0].[c_241_notice_4_new_due_on],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_238_due_3_low],
  [t0].[c_239_due_3_high],
  CAST(CASE
    WHEN (
      COALESCE([t0].[c_242_there_4], 0) = 1
    )
    AND (
      (
        CASE
          WHEN [t0].[c_239_due_3_high] < COALESCE([t0].[c_243_notice_4_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_243_notice_4_on], 0) <= [t0].[c_238_due_3_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      AND (
        [t0].[c_244_notice_4_reasons] <> ''
      )
      AND (
        CASE
          WHEN COALESCE([t0].[c_241_notice_4_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_240_notice_4_new_due_on], 0)
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        CASE
          WHEN [t0].[c_239_due_3_high] < COALESCE([t0].[c_240_notice_4_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_241_notice_4_new_due_on], 0) <= [t0].[c_238_due_3_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      AND (
        [t0].[c_245_notice_4_ombudsman_contact_given] = 1
      )
      AND (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_240_notice_4_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_241_notice_4_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END <> 1
        )
        OR (
          [t0].[c_246_notice_4_good_reason_over_cap] <> ''
        )
      )
    )
    THEN 1
    WHEN (
      COALESCE([t0].[c_242_there_4], 0) <> 1
    )
    OR (
      (
        CASE
          WHEN [t0].[c_239_due_3_high] < COALESCE([t0].[c_243_notice_4_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_243_notice_4_on], 0) <= [t0].[c_238_due_3_low]
          THEN 0
          ELSE NULL
        END = 1
      )
      OR (
        [t0].[c_244_notice_4_reasons] = ''
      )
      OR (
        CASE
          WHEN COALESCE([t0].[c_241_notice_4_new_due_on], 0) < 10000000
          THEN 1
          WHEN 10000000 <= COALESCE([t0].[c_240_notice_4_new_due_on], 0)
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        CASE
          WHEN [t0].[c_239_due_3_high] < COALESCE([t0].[c_240_notice_4_new_due_on], 0)
          THEN 1
          WHEN COALESCE([t0].[c_241_notice_4_new_due_on], 0) <= [t0].[c_238_due_3_low]
          THEN 0
          ELSE NULL
        END <> 1
      )
      OR (
        [t0].[c_245_notice_4_ombudsman_contact_given] <> 1
      )
      OR (
        (
          CASE
            WHEN [t0].[c_209_cap_high] < COALESCE([t0].[c_240_notice_4_new_due_on], 0)
            THEN 1
            WHEN COALESCE([t0].[c_241_notice_4_new_due_on], 0) <= [t0].[c_208_cap_low]
            THEN 0
            ELSE NULL
          END = 1
        )
        AND (
          [t0].[c_246_notice_4_good_reason_over_cap] = ''
        )
      )
    )
    THEN 0
    ELSE NULL
  END AS TINYINT) AS [c_247_valid_4]
FROM [cases_1_14] AS [t0]

-- cases_1_16
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  CASE
    WHEN CASE WHEN [t0].[c_247_valid_4] = 1 THEN 1 ELSE 0 END = 1
    THEN CASE
      WHEN [t0].[c_238_due_3_low] < COALESCE([t0].[c_240_notice_4_new_due_on], 0)
      THEN COALESCE([t0].[c_240_notice_4_new_due_on], 0)
      ELSE [t0].[c_238_due_3_low]
    END
    ELSE [t0].[c_238_due_3_low]
  END AS [c_248_due_4_low],
  CASE
    WHEN CASE WHEN [t0].[c_247_valid_4] <> 1 THEN 1 ELSE 0 END = 1
    THEN [t0].[c_239_due_3_high]
    ELSE CASE
      WHEN [t0].[c_239_due_3_high] < COALESCE([t0].[c_241_notice_4_new_due_on], 0)
      THEN COALESCE([t0].[c_241_notice_4_new_due_on], 0)
      ELSE [t0].[c_239_due_3_high]
    END
  END AS [c_249_due_4_high]
FROM [cases_1_15] AS [t0]

-- cases_1_17
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_106_withdrawn_undone],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_188_chosen_day],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_193_left],
  [t0].[c_263_stage_1_response_in_time_done],
  [t0].[c_205_original_high],
  [t0].[c_264_stage_1_response_in_time_days],
  [t0].[c_248_due_4_low],
  [t0].[c_249_due_4_high],
  CASE
    WHEN (
      [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
    )
    AND (
      [t0].[c_248_due_4_low] < 10000000
    )
    THEN [t0].[c_248_due_4_low]
    ELSE NULL
  END AS [c_251_due]
FROM [cases_1_16] AS [t0]

-- cases_1
SELECT
  [t5].[case_number],
  [t5].[c_as_of],
  [t5].[c_106_withdrawn_undone],
  [t5].[c_79_stage_1_responded_on],
  [t5].[c_103_complaint_refused_on_low],
  [t5].[c_104_complaint_refused_on_high],
  [t5].[c_92_complaint_received],
  [t5].[c_188_chosen_day],
  [t5].[c_252_done],
  [t5].[c_96_complaint_accepted],
  [t5].[c_193_left],
  [t5].[c_263_stage_1_response_in_time_done],
  [t5].[c_205_original_high],
  [t5].[c_264_stage_1_response_in_time_days],
  [t5].[c_248_due_4_low],
  [t5].[c_249_due_4_high],
  [t5].[c_251_due],
  [t5].[c_262_stage_1_response_in_time_due],
  [t3].[c_258_late_from]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_as_of],
    [t0].[c_106_withdrawn_undone],
    [t0].[c_79_stage_1_responded_on],
    [t0].[c_103_complaint_refused_on_low],
    [t0].[c_104_complaint_refused_on_high],
    [t0].[c_92_complaint_received],
    [t0].[c_188_chosen_day],
    [t0].[c_252_done],
    [t0].[c_96_complaint_accepted],
    [t0].[c_193_left],
    [t0].[c_263_stage_1_response_in_time_done],
    [t0].[c_205_original_high],
    [t0].[c_264_stage_1_response_in_time_days],
    [t0].[c_248_due_4_low],
    [t0].[c_249_due_4_high],
    [t0].[c_251_due],
    CASE WHEN [t0].[c_92_complaint_received] = 1 THEN [t0].[c_251_due] ELSE NULL END AS [c_262_stage_1_response_in_time_due],
    [t0].[c_251_due] AS [day_0]
  FROM [cases_1_17] AS [t0]
) AS [t5]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[until_day0_0] AS [c_258_late_from]
  FROM [calendar] AS [t1]
) AS [t3]
  ON [t5].[day_0] = [t3].[found_0]

-- cases_2_0
SELECT
  [t2].[case_number],
  [t2].[c_as_of],
  [t2].[c_79_stage_1_responded_on],
  [t2].[c_103_complaint_refused_on_low],
  [t2].[c_104_complaint_refused_on_high],
  [t2].[c_92_complaint_received],
  [t2].[c_252_done],
  [t2].[c_96_complaint_accepted],
  [t2].[c_205_original_high],
  [t2].[c_248_due_4_low],
  [t2].[c_249_due_4_high],
  [t2].[c_251_due],
  [t2].[c_258_late_from],
  [t4].[c_107_withdrawn_standing]
FROM [cases_1] AS [t2]
LEFT OUTER JOIN (
  SELECT
    [t1].[case_number] AS [key_0],
    [t1].[c_107_withdrawn_standing]
  FROM [withdrawn_2] AS [t1]
) AS [t4]
  ON [t2].[case_number] = [t4].[key_0]

-- cases_2_1
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_103_complaint_refused_on_low],
  [t0].[c_104_complaint_refused_on_high],
  [t0].[c_92_complaint_received],
  [t0].[c_252_done],
  [t0].[c_96_complaint_accepted],
  [t0].[c_205_original_high],
  [t0].[c_248_due_4_low],
  [t0].[c_249_due_4_high],
  [t0].[c_251_due],
  [t0].[c_258_late_from],
  COALESCE([t0].[c_107_withdrawn_standing], 10000000) AS [c_108_complaint_withdrawn_on]
FROM [cases_2_0] AS [t0]

-- cases_2_2
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_92_complaint_received],
  [t0].[c_252_done],
  [t0].[c_205_original_high],
  [t0].[c_248_due_4_low],
  [t0].[c_249_due_4_high],
  [t0].[c_251_due],
  [t0].[c_258_late_from],
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
  END AS [c_202_complaint_ended_on_low],
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
  END AS [c_203_complaint_ended_on_high]
FROM [cases_2_1] AS [t0]

-- cases_2_3
SELECT
  [t0].[case_number],
  [t0].[c_as_of],
  [t0].[c_79_stage_1_responded_on],
  [t0].[c_92_complaint_received],
  [t0].[c_252_done],
  [t0].[c_205_original_high],
  [t0].[c_251_due],
  [t0].[c_258_late_from],
  [t0].[c_202_complaint_ended_on_low],
  [t0].[c_203_complaint_ended_on_high],
  CAST(CASE
    WHEN (
      [t0].[c_as_of] < [t0].[c_202_complaint_ended_on_low]
    )
    OR (
      (
        [t0].[c_79_stage_1_responded_on] <= [t0].[c_202_complaint_ended_on_low]
      )
      AND (
        [t0].[c_79_stage_1_responded_on] < 10000000
      )
    )
    THEN CASE
      WHEN (
        [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
      )
      AND (
        [t0].[c_79_stage_1_responded_on] < 10000000
      )
      THEN 1
      WHEN (
        [t0].[c_79_stage_1_responded_on] = 10000000
      )
      AND (
        [t0].[c_as_of] <= [t0].[c_248_due_4_low]
      )
      THEN 3
      WHEN (
        (
          [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
        )
        AND (
          [t0].[c_249_due_4_high] < [t0].[c_as_of]
        )
      )
      OR (
        (
          [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
        )
        AND (
          [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
        )
      )
      THEN 2
      ELSE 4
    END
    ELSE CASE
      WHEN [t0].[c_202_complaint_ended_on_low] = [t0].[c_203_complaint_ended_on_high]
      THEN CASE
        WHEN [t0].[c_202_complaint_ended_on_low] <= [t0].[c_248_due_4_low]
        THEN 0
        WHEN (
          [t0].[c_249_due_4_high] < [t0].[c_202_complaint_ended_on_low]
        )
        AND (
          (
            [t0].[c_202_complaint_ended_on_low] < [t0].[c_79_stage_1_responded_on]
          )
          OR (
            [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
          )
        )
        THEN 2
        ELSE 4
      END
      ELSE CASE
        WHEN (
          CASE
            WHEN (
              [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
            )
            AND (
              [t0].[c_79_stage_1_responded_on] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_79_stage_1_responded_on] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_248_due_4_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
              )
              AND (
                [t0].[c_249_due_4_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
              )
              AND (
                [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
              )
            )
            THEN 2
            ELSE 4
          END = 3
        )
        AND (
          [t0].[c_203_complaint_ended_on_high] <= [t0].[c_as_of]
        )
        THEN 0
        WHEN (
          CASE
            WHEN (
              [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
            )
            AND (
              [t0].[c_79_stage_1_responded_on] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_79_stage_1_responded_on] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_248_due_4_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
              )
              AND (
                [t0].[c_249_due_4_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
              )
              AND (
                [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
              )
            )
            THEN 2
            ELSE 4
          END = 3
        )
        OR (
          CASE
            WHEN (
              [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
            )
            AND (
              [t0].[c_79_stage_1_responded_on] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_79_stage_1_responded_on] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_248_due_4_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
              )
              AND (
                [t0].[c_249_due_4_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
              )
              AND (
                [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
              )
            )
            THEN 2
            ELSE 4
          END = 1
        )
        OR (
          [t0].[c_249_due_4_high] < [t0].[c_202_complaint_ended_on_low]
        )
        THEN CASE
          WHEN (
            [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
          )
          AND (
            [t0].[c_79_stage_1_responded_on] < 10000000
          )
          THEN 1
          WHEN (
            [t0].[c_79_stage_1_responded_on] = 10000000
          )
          AND (
            [t0].[c_as_of] <= [t0].[c_248_due_4_low]
          )
          THEN 3
          WHEN (
            (
              [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
            )
            AND (
              [t0].[c_249_due_4_high] < [t0].[c_as_of]
            )
          )
          OR (
            (
              [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
            )
            AND (
              [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
            )
          )
          THEN 2
          ELSE 4
        END
        ELSE 4
      END
    END
  END AS TINYINT) AS [c_250_status],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN (
        (
          [t0].[c_as_of] < [t0].[c_202_complaint_ended_on_low]
        )
        OR (
          (
            [t0].[c_79_stage_1_responded_on] <= [t0].[c_202_complaint_ended_on_low]
          )
          AND (
            [t0].[c_79_stage_1_responded_on] < 10000000
          )
        )
      )
      AND (
        (
          CASE
            WHEN (
              [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
            )
            AND (
              [t0].[c_79_stage_1_responded_on] < 10000000
            )
            THEN 1
            WHEN (
              [t0].[c_79_stage_1_responded_on] = 10000000
            )
            AND (
              [t0].[c_as_of] <= [t0].[c_248_due_4_low]
            )
            THEN 3
            WHEN (
              (
                [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
              )
              AND (
                [t0].[c_249_due_4_high] < [t0].[c_as_of]
              )
            )
            OR (
              (
                [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
              )
              AND (
                [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
              )
            )
            THEN 2
            ELSE 4
          END = 2
        )
        AND (
          [t0].[c_79_stage_1_responded_on] = 10000000
        )
        AND (
          [t0].[c_79_stage_1_responded_on] = 10000000
        )
      )
      THEN 1
      ELSE 0
    END
    ELSE NULL
  END AS TINYINT) AS [c_259_stage_1_response_in_time_outstanding],
  CAST(COALESCE(
    CASE
      WHEN [t0].[c_92_complaint_received] = 1
      THEN CASE
        WHEN (
          (
            [t0].[c_as_of] < [t0].[c_202_complaint_ended_on_low]
          )
          OR (
            (
              [t0].[c_79_stage_1_responded_on] <= [t0].[c_202_complaint_ended_on_low]
            )
            AND (
              [t0].[c_79_stage_1_responded_on] < 10000000
            )
          )
        )
        AND (
          (
            CASE
              WHEN (
                [t0].[c_79_stage_1_responded_on] <= [t0].[c_248_due_4_low]
              )
              AND (
                [t0].[c_79_stage_1_responded_on] < 10000000
              )
              THEN 1
              WHEN (
                [t0].[c_79_stage_1_responded_on] = 10000000
              )
              AND (
                [t0].[c_as_of] <= [t0].[c_248_due_4_low]
              )
              THEN 3
              WHEN (
                (
                  [t0].[c_249_due_4_high] < [t0].[c_79_stage_1_responded_on]
                )
                AND (
                  [t0].[c_249_due_4_high] < [t0].[c_as_of]
                )
              )
              OR (
                (
                  [t0].[c_248_due_4_low] = [t0].[c_249_due_4_high]
                )
                AND (
                  [t0].[c_79_stage_1_responded_on] = [t0].[c_79_stage_1_responded_on]
                )
              )
              THEN 2
              ELSE 4
            END = 2
          )
          AND (
            [t0].[c_79_stage_1_responded_on] = 10000000
          )
          AND (
            [t0].[c_79_stage_1_responded_on] = 10000000
          )
        )
        THEN 1
        ELSE 0
      END
      ELSE NULL
    END,
    0
  ) AS TINYINT) AS [c_266_stage_1_response_in_time_o]
FROM [cases_2_2] AS [t0]

-- cases_2_4
SELECT
  [t0].[case_number],
  [t0].[c_92_complaint_received],
  [t0].[c_251_due],
  [t0].[c_258_late_from],
  [t0].[c_250_status],
  [t0].[c_266_stage_1_response_in_time_o],
  COALESCE(
    [t0].[c_252_done],
    CASE
      WHEN CASE
        WHEN (
          [t0].[c_250_status] = 2
        )
        AND (
          (
            [t0].[c_202_complaint_ended_on_low] = [t0].[c_203_complaint_ended_on_high]
          )
          AND (
            [t0].[c_202_complaint_ended_on_low] < [t0].[c_79_stage_1_responded_on]
          )
        )
        THEN [t0].[c_202_complaint_ended_on_low]
        ELSE NULL
      END < [t0].[c_as_of]
      THEN CASE
        WHEN (
          [t0].[c_250_status] = 2
        )
        AND (
          (
            [t0].[c_202_complaint_ended_on_low] = [t0].[c_203_complaint_ended_on_high]
          )
          AND (
            [t0].[c_202_complaint_ended_on_low] < [t0].[c_79_stage_1_responded_on]
          )
        )
        THEN [t0].[c_202_complaint_ended_on_low]
        ELSE NULL
      END
      ELSE [t0].[c_as_of]
    END
  ) AS [c_256_late_until],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN (
        [t0].[c_250_status] = 1
      )
      AND (
        [t0].[c_205_original_high] < [t0].[c_79_stage_1_responded_on]
      )
      THEN 1
      ELSE 0
    END
    ELSE NULL
  END AS TINYINT) AS [c_260_stage_1_response_in_time_extended],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN [t0].[c_250_status]
    WHEN [t0].[c_92_complaint_received] <> 1
    THEN 0
    ELSE 4
  END AS TINYINT) AS [c_261_stage_1_response_in_time],
  CAST(COALESCE(
    CASE
      WHEN [t0].[c_92_complaint_received] = 1
      THEN CASE
        WHEN (
          [t0].[c_250_status] = 1
        )
        AND (
          [t0].[c_205_original_high] < [t0].[c_79_stage_1_responded_on]
        )
        THEN 1
        ELSE 0
      END
      ELSE NULL
    END,
    0
  ) AS TINYINT) AS [c_267_stage_1_response_in_time_e]
FROM [cases_2_3] AS [t0]

-- cases_2_5
SELECT
  [t4].[case_number],
  [t4].[c_92_complaint_received],
  [t4].[c_251_due],
  [t4].[c_258_late_from],
  [t4].[c_250_status],
  [t4].[c_266_stage_1_response_in_time_o],
  [t4].[c_256_late_until],
  [t4].[c_261_stage_1_response_in_time],
  [t4].[c_267_stage_1_response_in_time_e],
  [t5].[c_257_late_to]
FROM (
  SELECT
    [t0].[case_number],
    [t0].[c_92_complaint_received],
    [t0].[c_251_due],
    [t0].[c_258_late_from],
    [t0].[c_250_status],
    [t0].[c_266_stage_1_response_in_time_o],
    [t0].[c_256_late_until],
    [t0].[c_261_stage_1_response_in_time],
    [t0].[c_267_stage_1_response_in_time_e],
    [t0].[c_256_late_until] AS [day_0]
  FROM [cases_2_4] AS [t0]
) AS [t4]
LEFT OUTER JOIN (
  SELECT
    [t1].[day] AS [found_0],
    [t1].[next_day0_0] AS [c_257_late_to]
  FROM [calendar] AS [t1]
) AS [t5]
  ON [t4].[day_0] = [t5].[found_0]

-- cases_2
SELECT
  [t0].[case_number],
  [t0].[c_266_stage_1_response_in_time_o],
  [t0].[c_261_stage_1_response_in_time],
  [t0].[c_267_stage_1_response_in_time_e],
  CAST(CASE
    WHEN [t0].[c_92_complaint_received] = 1
    THEN CASE
      WHEN [t0].[c_251_due] IS NULL
      THEN CASE WHEN 1 = 0 THEN 0 ELSE NULL END
      WHEN [t0].[c_250_status] = 1
      THEN 0
      WHEN [t0].[c_250_status] = 2
      THEN CASE
        WHEN [t0].[c_256_late_until] <= [t0].[c_251_due]
        THEN 0
        ELSE [t0].[c_257_late_to] - [t0].[c_258_late_from]
      END
      ELSE NULL
    END
    ELSE NULL
  END AS INTEGER) AS [c_265_stage_1_response_in_time_late]
FROM [cases_2_5] AS [t0]

-- answered
SELECT
  [t3].[case_number],
  [t6].[c_193_left] AS [left],
  [t3].[c_reference] AS [reference],
  [t3].[c_landlord] AS [landlord],
  [t6].[c_188_chosen_day] AS [received_on],
  [t7].[c_261_stage_1_response_in_time] AS [s0],
  [t7].[c_266_stage_1_response_in_time_o] AS [o0],
  [t7].[c_267_stage_1_response_in_time_e] AS [e0],
  [t6].[c_262_stage_1_response_in_time_due] AS [d0],
  [t6].[c_263_stage_1_response_in_time_done] AS [f0],
  [t6].[c_264_stage_1_response_in_time_days] AS [w0],
  [t7].[c_265_stage_1_response_in_time_late] AS [l0]
FROM [cases_0] AS [t3]
INNER JOIN (
  SELECT
    [t1].[case_number] AS [of_1],
    [t1].[c_193_left],
    [t1].[c_188_chosen_day],
    [t1].[c_262_stage_1_response_in_time_due],
    [t1].[c_263_stage_1_response_in_time_done],
    [t1].[c_264_stage_1_response_in_time_days]
  FROM [cases_1] AS [t1]
) AS [t6]
  ON [t3].[case_number] = [t6].[of_1]
INNER JOIN (
  SELECT
    [t2].[case_number] AS [of_2],
    [t2].[c_261_stage_1_response_in_time],
    [t2].[c_266_stage_1_response_in_time_o],
    [t2].[c_267_stage_1_response_in_time_e],
    [t2].[c_265_stage_1_response_in_time_late]
  FROM [cases_2] AS [t2]
) AS [t7]
  ON [t3].[case_number] = [t7].[of_2]
