CREATE TABLE account_codes (
    id text NOT NULL,
    citizen_id text NOT NULL,
    purpose text NOT NULL,
    code_hash bytea NOT NULL,
    session_id text,
    made_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT account_codes_pkey PRIMARY KEY (id)
);

CREATE INDEX account_codes_by_hash ON account_codes USING btree (code_hash);

CREATE INDEX account_codes_by_person ON account_codes USING btree (citizen_id, purpose, made_at_ms);

CREATE TABLE account_devices (
    id_hash bytea NOT NULL,
    citizen_id text NOT NULL,
    first_seen_at_ms bigint NOT NULL,
    last_seen_at_ms bigint NOT NULL,
    CONSTRAINT account_devices_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id),
    CONSTRAINT account_devices_pkey PRIMARY KEY (id_hash, citizen_id)
);

CREATE INDEX account_devices_by_person ON account_devices USING btree (citizen_id, last_seen_at_ms);

CREATE TABLE account_factors (
    id text NOT NULL,
    citizen_id text NOT NULL,
    kind text NOT NULL,
    secret_sealed bytea NOT NULL,
    session_id text,
    last_step bigint,
    created_at_ms bigint NOT NULL,
    confirmed_at_ms bigint,
    last_used_at_ms bigint,
    revoked_at_ms bigint,
    CONSTRAINT account_factors_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id),
    CONSTRAINT account_factors_pkey PRIMARY KEY (id)
);

CREATE INDEX account_factors_by_person ON account_factors USING btree (citizen_id, kind);

CREATE TABLE account_sessions (
    id text NOT NULL,
    token_hash bytea NOT NULL,
    citizen_id text NOT NULL,
    state text NOT NULL,
    factors text NOT NULL,
    level text NOT NULL,
    language text NOT NULL,
    tries bigint NOT NULL,
    started_at_ms bigint NOT NULL,
    last_seen_at_ms bigint NOT NULL,
    authenticated_at_ms bigint NOT NULL,
    ended_at_ms bigint,
    end_reason text,
    CONSTRAINT account_sessions_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id),
    CONSTRAINT account_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT account_sessions_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX account_sessions_by_person ON account_sessions USING btree (citizen_id, started_at_ms);

CREATE TABLE accounts (
    citizen_id text NOT NULL,
    phone_term bytea,
    opened_at_ms bigint NOT NULL,
    sure_from_ms bigint,
    CONSTRAINT accounts_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id),
    CONSTRAINT accounts_pkey PRIMARY KEY (citizen_id)
);

CREATE INDEX accounts_phone_term ON accounts USING btree (phone_term);

CREATE TABLE actings (
    id text NOT NULL,
    session_id text NOT NULL,
    kind text NOT NULL,
    actor_id text NOT NULL,
    subject_id text NOT NULL,
    mandate_id text,
    chosen_at_ms bigint NOT NULL,
    valid_until_ms bigint NOT NULL,
    CONSTRAINT actings_check CHECK ((actor_id <> subject_id)),
    CONSTRAINT actings_check1 CHECK (((kind = 'mandate'::text) = (mandate_id IS NOT NULL))),
    CONSTRAINT actings_pkey PRIMARY KEY (id),
    CONSTRAINT actings_session_id_key UNIQUE (session_id)
);

CREATE INDEX actings_by_actor ON actings USING btree (actor_id, subject_id);

CREATE INDEX actings_by_subject ON actings USING btree (subject_id);

CREATE TABLE agreed_periods (
    kept text NOT NULL,
    days bigint NOT NULL,
    approval_id text,
    set_at_ms bigint NOT NULL,
    CONSTRAINT agreed_periods_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT agreed_periods_days_check CHECK ((days > 0)),
    CONSTRAINT agreed_periods_pkey PRIMARY KEY (kept)
);

CREATE TABLE alarms (
    id text NOT NULL,
    kind text NOT NULL,
    terminal_id text NOT NULL,
    detail text NOT NULL,
    first_at_ms bigint NOT NULL,
    last_at_ms bigint NOT NULL,
    occurrences bigint NOT NULL,
    acknowledged_at_ms bigint,
    acknowledged_by text,
    CONSTRAINT alarms_pkey PRIMARY KEY (id)
);

CREATE INDEX alarms_by_age ON alarms USING btree (last_at_ms, id);

CREATE UNIQUE INDEX alarms_open ON alarms USING btree (kind, terminal_id, detail) WHERE (acknowledged_at_ms IS NULL);

CREATE TABLE appointments (
    case_number text NOT NULL,
    citizen_id text NOT NULL,
    service text NOT NULL,
    place text NOT NULL,
    starts_at_ms bigint NOT NULL,
    ends_at_ms bigint NOT NULL,
    state text NOT NULL,
    people bigint NOT NULL,
    seat bigint,
    only_day bigint,
    held_until_ms bigint,
    changed_at_ms bigint NOT NULL,
    CONSTRAINT appointments_case_number_fkey FOREIGN KEY (case_number) REFERENCES cases(number),
    CONSTRAINT appointments_check CHECK ((ends_at_ms > starts_at_ms)),
    CONSTRAINT appointments_check1 CHECK (((seat > 0) AND (seat <= people))),
    CONSTRAINT appointments_check2 CHECK (((state = 'cancelled'::text) = (seat IS NULL))),
    CONSTRAINT appointments_check3 CHECK (((state <> 'cancelled'::text) OR (only_day IS NULL))),
    CONSTRAINT appointments_check4 CHECK (((state = 'held'::text) = (held_until_ms IS NOT NULL))),
    CONSTRAINT appointments_people_check CHECK ((people > 0)),
    CONSTRAINT appointments_pkey PRIMARY KEY (case_number),
    CONSTRAINT appointments_state_check CHECK ((state = ANY (ARRAY['held'::text, 'booked'::text, 'kept'::text, 'missed'::text, 'cancelled'::text])))
);

CREATE INDEX appointments_by_citizen ON appointments USING btree (citizen_id, starts_at_ms);

CREATE UNIQUE INDEX appointments_by_day ON appointments USING btree (service, citizen_id, only_day);

CREATE UNIQUE INDEX appointments_by_seat ON appointments USING btree (service, place, starts_at_ms, seat);

CREATE INDEX appointments_by_start ON appointments USING btree (starts_at_ms) WHERE (state = ANY (ARRAY['booked'::text, 'kept'::text, 'missed'::text]));

CREATE TABLE approval_yeses (
    approval_id text NOT NULL,
    account_id text NOT NULL,
    session_id text NOT NULL,
    passkey_id text NOT NULL,
    at_ms bigint NOT NULL,
    CONSTRAINT approval_yeses_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT approval_yeses_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT approval_yeses_pkey PRIMARY KEY (approval_id, account_id)
);

CREATE TABLE approvals (
    id text NOT NULL,
    kind text NOT NULL,
    matter_sealed bytea NOT NULL,
    reason_sealed bytea NOT NULL,
    requested_by text NOT NULL,
    session_id text NOT NULL,
    passkey_id text NOT NULL,
    requested_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    decided_by text,
    decided_at_ms bigint,
    decision text,
    CONSTRAINT approvals_check CHECK ((decided_by <> requested_by)),
    CONSTRAINT approvals_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff_accounts(id),
    CONSTRAINT approvals_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text]))),
    CONSTRAINT approvals_pkey PRIMARY KEY (id),
    CONSTRAINT approvals_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES staff_accounts(id)
);

CREATE INDEX approvals_by_age ON approvals USING btree (requested_at_ms, id);

CREATE TABLE assistances (
    id text NOT NULL,
    terminal_id text NOT NULL,
    volunteer_id text,
    code_hash bytea NOT NULL,
    code_tries bigint NOT NULL,
    code_until_ms bigint NOT NULL,
    called_at_ms bigint NOT NULL,
    begun_at_ms bigint,
    session_id text,
    told_at_ms bigint,
    case_number text,
    aside text,
    ended_at_ms bigint,
    end_reason text,
    CONSTRAINT assistances_check CHECK (((begun_at_ms IS NULL) OR (volunteer_id IS NOT NULL))),
    CONSTRAINT assistances_pkey PRIMARY KEY (id)
);

CREATE INDEX assistances_by_terminal ON assistances USING btree (terminal_id, called_at_ms);

CREATE INDEX assistances_by_volunteer ON assistances USING btree (volunteer_id, called_at_ms);

CREATE UNIQUE INDEX assistances_open ON assistances USING btree (terminal_id) WHERE (ended_at_ms IS NULL);

CREATE TABLE audit_checkpoints (
    size bigint NOT NULL,
    seq bigint NOT NULL,
    root bytea NOT NULL,
    note_text text NOT NULL,
    CONSTRAINT audit_checkpoints_pkey PRIMARY KEY (size),
    CONSTRAINT audit_checkpoints_seq_key UNIQUE (seq)
);

CREATE TABLE audit_leases (
    name text NOT NULL,
    holder text NOT NULL,
    until_ms bigint NOT NULL,
    CONSTRAINT audit_leases_pkey PRIMARY KEY (name)
);

CREATE TABLE audit_leaves (
    idx bigint NOT NULL,
    leaf_id text NOT NULL,
    leaf_bytes bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT audit_leaves_leaf_id_key UNIQUE (leaf_id),
    CONSTRAINT audit_leaves_pkey PRIMARY KEY (idx)
);

CREATE TABLE audit_pending (
    leaf_id text NOT NULL,
    at_ms bigint NOT NULL,
    leaf_bytes bytea NOT NULL,
    subject bytea,
    CONSTRAINT audit_pending_pkey PRIMARY KEY (leaf_id)
);

CREATE INDEX audit_pending_by_age ON audit_pending USING btree (at_ms, leaf_id);

CREATE TABLE audit_subjects (
    idx bigint NOT NULL,
    subject bytea NOT NULL,
    CONSTRAINT audit_subjects_pkey PRIMARY KEY (idx)
);

CREATE INDEX audit_subjects_by_subject ON audit_subjects USING btree (subject, idx);

CREATE TABLE audit_tiles (
    level bigint NOT NULL,
    idx bigint NOT NULL,
    tile_bytes bytea NOT NULL,
    CONSTRAINT audit_tiles_pkey PRIMARY KEY (level, idx)
);

CREATE TABLE break_glass (
    id text NOT NULL,
    account_id text NOT NULL,
    reason text NOT NULL,
    text_sealed bytea NOT NULL,
    opened_at_ms bigint NOT NULL,
    reviewed_by text,
    reviewed_at_ms bigint,
    finding text,
    alarmed_at_ms bigint,
    CONSTRAINT break_glass_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT break_glass_check CHECK ((reviewed_by <> account_id)),
    CONSTRAINT break_glass_finding_check CHECK ((finding = ANY (ARRAY['justified'::text, 'misused'::text]))),
    CONSTRAINT break_glass_pkey PRIMARY KEY (id),
    CONSTRAINT break_glass_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES staff_accounts(id)
);

CREATE INDEX break_glass_by_account ON break_glass USING btree (account_id, opened_at_ms);

CREATE TABLE case_corrections (
    case_number text NOT NULL,
    step text NOT NULL,
    round bigint NOT NULL,
    questions text NOT NULL,
    answered text NOT NULL,
    reason text NOT NULL,
    reason_words text NOT NULL,
    note_sealed bytea,
    asked_at_ms bigint NOT NULL,
    answer_by_ms bigint NOT NULL,
    answered_at_ms bigint,
    CONSTRAINT case_corrections_anew_case_number_fkey FOREIGN KEY (case_number) REFERENCES cases(number),
    CONSTRAINT case_corrections_anew_pkey PRIMARY KEY (case_number, step, round),
    CONSTRAINT case_corrections_anew_round_check CHECK ((round > 0))
);

CREATE TABLE case_events (
    case_number text NOT NULL,
    seq bigint NOT NULL,
    event text NOT NULL,
    terminal_id text,
    detail text,
    at_ms bigint NOT NULL,
    step text,
    account_id text,
    took_ms bigint,
    CONSTRAINT case_events_case_number_fkey FOREIGN KEY (case_number) REFERENCES cases(number),
    CONSTRAINT case_events_pkey PRIMARY KEY (case_number, seq),
    CONSTRAINT case_events_seq_check CHECK ((seq > 0))
);

CREATE INDEX case_events_revoked ON case_events USING btree (case_number) WHERE (event = 'paper-revoked'::text);

CREATE TABLE case_exports (
    id text NOT NULL,
    account_id text NOT NULL,
    service text,
    from_day text NOT NULL,
    to_day text NOT NULL,
    reason_sealed bytea,
    persons bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    approval_id text,
    fetched_at_ms bigint,
    CONSTRAINT case_exports_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT case_exports_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT case_exports_check CHECK (((approval_id IS NULL) = (reason_sealed IS NOT NULL))),
    CONSTRAINT case_exports_persons_check CHECK ((persons > 0)),
    CONSTRAINT case_exports_pkey PRIMARY KEY (id)
);

CREATE INDEX case_exports_by_account ON case_exports USING btree (account_id, made_at_ms);

CREATE TABLE case_hand_overs (
    id text NOT NULL,
    case_number text NOT NULL,
    session_id text NOT NULL,
    code_hash bytea NOT NULL,
    made_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    taken_at_ms bigint,
    CONSTRAINT case_hand_overs_case_number_fkey FOREIGN KEY (case_number) REFERENCES cases(number),
    CONSTRAINT case_hand_overs_code_hash_key UNIQUE (code_hash),
    CONSTRAINT case_hand_overs_pkey PRIMARY KEY (id)
);

CREATE INDEX case_hand_overs_by_case ON case_hand_overs USING btree (case_number, session_id, made_at_ms);

CREATE TABLE case_notices (
    id text NOT NULL,
    citizen_id text NOT NULL,
    case_number text NOT NULL,
    service text NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    made_at_ms bigint NOT NULL,
    outcome text,
    told_at_ms bigint,
    way text,
    wechat_message bigint,
    passed_on_at_ms bigint,
    CONSTRAINT case_notices_made_anew_check CHECK (((outcome IS NULL) = (told_at_ms IS NULL))),
    CONSTRAINT case_notices_made_anew_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'no-phone'::text, 'declined'::text, 'refused'::text]))),
    CONSTRAINT case_notices_made_anew_pkey PRIMARY KEY (id),
    CONSTRAINT case_notices_made_anew_way_check CHECK ((way = ANY (ARRAY['sms'::text, 'wechat'::text])))
);

CREATE UNIQUE INDEX case_notices_accepted ON case_notices USING btree (case_number) WHERE (kind = 'accepted'::text);

CREATE INDEX case_notices_by_citizen ON case_notices USING btree (citizen_id, made_at_ms);

CREATE INDEX case_notices_by_wechat ON case_notices USING btree (wechat_message) WHERE (wechat_message IS NOT NULL);

CREATE UNIQUE INDEX case_notices_reminded ON case_notices USING btree (case_number, kind) WHERE (kind = ANY (ARRAY['appointment-tomorrow'::text, 'ending'::text]));

CREATE INDEX case_notices_waiting ON case_notices USING btree (case_number) WHERE ((outcome IS NULL) AND (kind = ANY (ARRAY['appointment-tomorrow'::text, 'appointment-missed'::text, 'ending'::text, 'accepted'::text, 'overdue'::text])));

CREATE TABLE case_numbers (
    prefix text NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT case_numbers_last_check CHECK ((last > 0)),
    CONSTRAINT case_numbers_pkey PRIMARY KEY (prefix)
);

CREATE TABLE case_steps (
    case_number text NOT NULL,
    step text NOT NULL,
    place bigint NOT NULL,
    queue text NOT NULL,
    department text NOT NULL,
    level bigint NOT NULL,
    service text NOT NULL,
    after_steps text NOT NULL,
    working_days bigint NOT NULL,
    state text NOT NULL,
    account_id text,
    ready_at_ms bigint,
    due_at_ms bigint,
    due_is_firm bigint,
    claimed_at_ms bigint,
    paused_at_ms bigint,
    paused_ms bigint NOT NULL DEFAULT 0,
    decided_at_ms bigint,
    reason text,
    note_sealed bytea,
    reason_words text,
    referrals bigint NOT NULL DEFAULT 0,
    referral_sealed bytea,
    CONSTRAINT case_steps_case_number_fkey FOREIGN KEY (case_number) REFERENCES cases(number),
    CONSTRAINT case_steps_check CHECK (((state = ANY (ARRAY['claimed'::text, 'correction'::text])) <= (account_id IS NOT NULL))),
    CONSTRAINT case_steps_check1 CHECK (((state = ANY (ARRAY['waiting'::text, 'void'::text])) OR (due_at_ms IS NOT NULL))),
    CONSTRAINT case_steps_level_check CHECK (((level >= 1) AND (level <= 6))),
    CONSTRAINT case_steps_paused_ms_check CHECK ((paused_ms >= 0)),
    CONSTRAINT case_steps_pkey PRIMARY KEY (case_number, step),
    CONSTRAINT case_steps_place_check CHECK ((place > 0)),
    CONSTRAINT case_steps_referrals_check CHECK ((referrals >= 0)),
    CONSTRAINT case_steps_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text, 'correction'::text, 'approved'::text, 'refused'::text, 'void'::text]))),
    CONSTRAINT case_steps_working_days_check CHECK ((working_days >= 0))
);

CREATE INDEX case_steps_decided ON case_steps USING btree (account_id, decided_at_ms) WHERE (state = ANY (ARRAY['approved'::text, 'refused'::text]));

CREATE INDEX case_steps_mine ON case_steps USING btree (account_id, queue, due_at_ms, case_number, step) WHERE (state = ANY (ARRAY['claimed'::text, 'correction'::text]));

CREATE INDEX case_steps_open ON case_steps USING btree (queue, due_at_ms, case_number, step, state) WHERE (state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text, 'correction'::text]));

CREATE INDEX case_steps_open_of_service ON case_steps USING btree (queue, service, due_at_ms, case_number, step, state) WHERE (state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text, 'correction'::text]));

CREATE INDEX case_steps_referred ON case_steps USING btree (department, state) WHERE (referrals > 0);

CREATE TABLE case_terms (
    case_number text NOT NULL,
    name_term bytea NOT NULL,
    number_term bytea NOT NULL,
    phone_term bytea,
    CONSTRAINT case_terms_case_number_fkey FOREIGN KEY (case_number) REFERENCES cases(number),
    CONSTRAINT case_terms_pkey PRIMARY KEY (case_number)
);

CREATE INDEX case_terms_by_name ON case_terms USING btree (name_term);

CREATE INDEX case_terms_by_number ON case_terms USING btree (number_term);

CREATE INDEX case_terms_by_phone ON case_terms USING btree (phone_term);

CREATE TABLE cases (
    number text NOT NULL,
    service text NOT NULL,
    service_version bigint NOT NULL,
    citizen_id text NOT NULL,
    terminal_id text NOT NULL,
    language text NOT NULL,
    answers_sealed bytea,
    record_sealed bytea,
    record_read_at_ms bigint,
    opened_at_ms bigint NOT NULL,
    submitted_at_ms bigint,
    issued_at_ms bigint,
    actor_id text,
    acting_id text,
    state text NOT NULL DEFAULT 'open'::text,
    decided_at_ms bigint,
    read_at_ms bigint,
    event_number text,
    CONSTRAINT cases_pkey PRIMARY KEY (number),
    CONSTRAINT cases_standing_check CHECK ((state = ANY (ARRAY['open'::text, 'submitted'::text, 'deciding'::text, 'correcting'::text, 'approved'::text, 'issued'::text, 'delivered'::text, 'refused'::text, 'withdrawn'::text])))
);

CREATE INDEX cases_by_citizen ON cases USING btree (citizen_id, service, opened_at_ms);

CREATE INDEX cases_by_event ON cases USING btree (event_number, opened_at_ms) WHERE (event_number IS NOT NULL);

CREATE INDEX cases_by_state ON cases USING btree (state, opened_at_ms);

CREATE INDEX cases_by_terminal ON cases USING btree (terminal_id, opened_at_ms, service, actor_id, citizen_id);

CREATE INDEX cases_running ON cases USING btree (service, service_version) WHERE (state = ANY (ARRAY['open'::text, 'submitted'::text, 'deciding'::text, 'correcting'::text, 'approved'::text]));

CREATE TABLE citizens (
    id text NOT NULL,
    number_term bytea NOT NULL,
    number_sealed bytea NOT NULL,
    name_sealed bytea NOT NULL,
    phone_sealed bytea,
    created_at_ms bigint NOT NULL,
    CONSTRAINT citizens_pkey PRIMARY KEY (id)
);

CREATE INDEX citizens_number_term ON citizens USING btree (number_term);

CREATE TABLE conduct_alerts (
    id text NOT NULL,
    rule text NOT NULL,
    account_id text NOT NULL,
    case_number text NOT NULL,
    at_ms bigint NOT NULL,
    seen_by text,
    seen_at_ms bigint,
    CONSTRAINT conduct_alerts_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT conduct_alerts_check CHECK ((seen_by <> account_id)),
    CONSTRAINT conduct_alerts_pkey PRIMARY KEY (id),
    CONSTRAINT conduct_alerts_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES staff_accounts(id)
);

CREATE INDEX conduct_alerts_by_age ON conduct_alerts USING btree (at_ms, id);

CREATE TABLE consent_grants (
    id text NOT NULL,
    citizen_id text NOT NULL,
    purpose text NOT NULL,
    wording text NOT NULL,
    giver_id text NOT NULL,
    terminal_id text,
    given_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    withdrawn_at_ms bigint,
    CONSTRAINT consent_grants_pkey PRIMARY KEY (id)
);

CREATE INDEX consent_grants_by_person ON consent_grants USING btree (citizen_id, purpose);

CREATE TABLE consents (
    id text NOT NULL,
    session_id text NOT NULL,
    purpose text NOT NULL,
    wording text NOT NULL,
    given_at_ms bigint NOT NULL,
    withdrawn_at_ms bigint,
    CONSTRAINT consents_pkey PRIMARY KEY (id),
    CONSTRAINT consents_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id),
    CONSTRAINT consents_session_id_purpose_key UNIQUE (session_id, purpose)
);

CREATE TABLE desk_filters (
    account_id text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    is_default bigint NOT NULL,
    saved_at_ms bigint NOT NULL,
    CONSTRAINT desk_filters_is_default_check CHECK ((is_default = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT desk_filters_pkey PRIMARY KEY (account_id, name)
);

CREATE TABLE documents (
    id text NOT NULL,
    case_number text NOT NULL,
    edition bigint NOT NULL,
    subject_id text NOT NULL,
    subject_commitment bytea NOT NULL,
    service_code text NOT NULL,
    service_name text NOT NULL,
    issuer text NOT NULL,
    code_hash bytea NOT NULL,
    pdf_hash bytea NOT NULL,
    pdf_bytes bigint NOT NULL,
    pages bigint NOT NULL,
    pdf_sealed bytea NOT NULL,
    facts_sealed bytea NOT NULL,
    issued_at_ms bigint NOT NULL,
    valid_until text,
    state text NOT NULL,
    state_reason text,
    state_changed_at_ms bigint NOT NULL,
    paper text NOT NULL DEFAULT 'result'::text,
    CONSTRAINT documents_case_number_edition_key UNIQUE (case_number, edition),
    CONSTRAINT documents_code_hash_key UNIQUE (code_hash),
    CONSTRAINT documents_edition_check CHECK ((edition >= 1)),
    CONSTRAINT documents_pdf_hash_key UNIQUE (pdf_hash),
    CONSTRAINT documents_pkey PRIMARY KEY (id),
    CONSTRAINT documents_state_check CHECK ((state = ANY (ARRAY['valid'::text, 'superseded'::text, 'revoked'::text])))
);

CREATE UNIQUE INDEX documents_one_valid_per_paper ON documents USING btree (case_number, paper) WHERE (state = 'valid'::text);

CREATE TABLE enrolment_codes (
    code_hash bytea NOT NULL,
    station_id text NOT NULL,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT enrolment_codes_pkey PRIMARY KEY (code_hash),
    CONSTRAINT enrolment_codes_station_id_fkey FOREIGN KEY (station_id) REFERENCES stations(id)
);

CREATE INDEX enrolment_codes_by_expiry ON enrolment_codes USING btree (expires_at_ms);

CREATE TABLE idempotency_keys (
    scope_hash bytea NOT NULL,
    request_hash bytea NOT NULL,
    answer_sealed bytea,
    leased_until_at_ms bigint NOT NULL,
    created_at_ms bigint NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (scope_hash)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys USING btree (created_at_ms);

CREATE TABLE impact_assessments (
    id text NOT NULL,
    made_at_ms bigint NOT NULL,
    made_by text NOT NULL,
    release text NOT NULL,
    record_text text NOT NULL,
    CONSTRAINT impact_assessments_pkey PRIMARY KEY (id)
);

CREATE TABLE jobs (
    kind text NOT NULL,
    key text NOT NULL,
    payload_bytes bytea NOT NULL,
    state text NOT NULL,
    run_at_ms bigint NOT NULL,
    attempts bigint NOT NULL,
    claimed_by text,
    claimed_until_ms bigint,
    last_error text,
    updated_at_ms bigint NOT NULL,
    CONSTRAINT jobs_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT jobs_check CHECK (((state = 'running'::text) = ((claimed_by IS NOT NULL) AND (claimed_until_ms IS NOT NULL)))),
    CONSTRAINT jobs_pkey PRIMARY KEY (kind, key),
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'dead'::text])))
);

CREATE INDEX jobs_by_state ON jobs USING btree (state, updated_at_ms);

CREATE INDEX jobs_claimed ON jobs USING btree (claimed_until_ms) WHERE (state = 'running'::text);

CREATE INDEX jobs_due ON jobs USING btree (kind, run_at_ms, key) WHERE (state = 'waiting'::text);

CREATE TABLE login_codes (
    id text NOT NULL,
    session_id text NOT NULL,
    number_term bytea NOT NULL,
    code_hash bytea NOT NULL,
    sent_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT login_codes_pkey PRIMARY KEY (id),
    CONSTRAINT login_codes_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id)
);

CREATE INDEX login_codes_by_person ON login_codes USING btree (number_term, sent_at_ms);

CREATE INDEX login_codes_by_session ON login_codes USING btree (session_id, sent_at_ms);

CREATE TABLE look_delays (
    leaf_index bigint NOT NULL,
    basis text NOT NULL,
    first_approver text NOT NULL,
    second_approver text NOT NULL,
    decided_at_ms bigint NOT NULL,
    release_at_ms bigint NOT NULL,
    released_by text,
    released_at_ms bigint,
    CONSTRAINT look_delays_check CHECK ((first_approver <> second_approver)),
    CONSTRAINT look_delays_pkey PRIMARY KEY (leaf_index, decided_at_ms)
);

CREATE TABLE mandates (
    id text NOT NULL,
    giver_id text NOT NULL,
    holder_term bytea NOT NULL,
    holder_sealed bytea NOT NULL,
    services text NOT NULL,
    given_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    revoked_at_ms bigint,
    CONSTRAINT mandates_pkey PRIMARY KEY (id)
);

CREATE INDEX mandates_by_giver ON mandates USING btree (giver_id, given_at_ms);

CREATE INDEX mandates_by_holder ON mandates USING btree (holder_term);

CREATE TABLE match_decisions (
    seq bigint NOT NULL,
    there_code text NOT NULL,
    here_service text NOT NULL,
    verdict text NOT NULL,
    reason text NOT NULL,
    account_id text NOT NULL,
    there_prints text,
    here_prints text,
    made_at_ms bigint NOT NULL,
    CONSTRAINT match_decisions_pkey PRIMARY KEY (seq),
    CONSTRAINT match_decisions_verdict_check CHECK ((verdict = ANY (ARRAY['merge'::text, 'route'::text, 'keep'::text, 'fill'::text])))
);

CREATE INDEX match_decisions_by_pair ON match_decisions USING btree (there_code, here_service, seq);

CREATE TABLE network_identities (
    id text NOT NULL,
    citizen_id text NOT NULL,
    identifier_term bytea NOT NULL,
    identifier_sealed bytea NOT NULL,
    linked_at_ms bigint NOT NULL,
    CONSTRAINT network_identities_citizen_id_key UNIQUE (citizen_id),
    CONSTRAINT network_identities_pkey PRIMARY KEY (id)
);

CREATE INDEX network_identities_term ON network_identities USING btree (identifier_term);

CREATE TABLE network_logins (
    id text NOT NULL,
    session_id text NOT NULL,
    scope text NOT NULL,
    expected_term bytea,
    address_sealed bytea,
    outcome_sealed bytea,
    opened_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    decision text,
    decided_at_ms bigint,
    used_at_ms bigint,
    CONSTRAINT network_logins_pkey PRIMARY KEY (id)
);

CREATE INDEX network_logins_by_session ON network_logins USING btree (session_id, opened_at_ms);

CREATE TABLE notice_choices (
    citizen_id text NOT NULL,
    kind text NOT NULL,
    declined_at_ms bigint NOT NULL,
    CONSTRAINT notice_choices_pkey PRIMARY KEY (citizen_id, kind)
);

CREATE TABLE oidc_consents (
    citizen_id text NOT NULL,
    client_id text NOT NULL,
    scopes text NOT NULL,
    wording text NOT NULL,
    given_at_ms bigint NOT NULL,
    withdrawn_at_ms bigint,
    CONSTRAINT oidc_consents_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id) ON DELETE CASCADE,
    CONSTRAINT oidc_consents_pkey PRIMARY KEY (citizen_id, client_id)
);

CREATE TABLE oidc_grants (
    id text NOT NULL,
    citizen_id text NOT NULL,
    client_id text NOT NULL,
    session_id text NOT NULL,
    scopes text NOT NULL,
    acr text NOT NULL,
    amr text NOT NULL,
    nonce text,
    redirect_uri text NOT NULL,
    challenge text NOT NULL,
    code_hash bytea NOT NULL,
    authenticated_at_ms bigint NOT NULL,
    issued_at_ms bigint NOT NULL,
    code_used_at_ms bigint,
    ends_at_ms bigint NOT NULL,
    revoked_at_ms bigint,
    CONSTRAINT oidc_grants_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id) ON DELETE CASCADE,
    CONSTRAINT oidc_grants_code_hash_key UNIQUE (code_hash),
    CONSTRAINT oidc_grants_pkey PRIMARY KEY (id)
);

CREATE INDEX oidc_grants_by_citizen ON oidc_grants USING btree (citizen_id, client_id);

CREATE INDEX oidc_grants_by_end ON oidc_grants USING btree (ends_at_ms);

CREATE INDEX oidc_grants_by_session ON oidc_grants USING btree (session_id);

CREATE TABLE oidc_tokens (
    token_hash bytea NOT NULL,
    grant_id text NOT NULL,
    kind text NOT NULL,
    issued_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT oidc_tokens_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oidc_grants(id) ON DELETE CASCADE,
    CONSTRAINT oidc_tokens_kind_check CHECK ((kind = ANY (ARRAY['access'::text, 'refresh'::text]))),
    CONSTRAINT oidc_tokens_pkey PRIMARY KEY (token_hash)
);

CREATE INDEX oidc_tokens_by_end ON oidc_tokens USING btree (expires_at_ms);

CREATE INDEX oidc_tokens_by_grant ON oidc_tokens USING btree (grant_id);

CREATE TABLE outbox (
    sequence bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    payload_bytes bytea NOT NULL,
    created_at_ms bigint NOT NULL,
    delivered_at_ms bigint,
    CONSTRAINT outbox_pkey PRIMARY KEY (sequence)
);

CREATE INDEX outbox_delivered ON outbox USING btree (delivered_at_ms) WHERE (delivered_at_ms IS NOT NULL);

CREATE INDEX outbox_undelivered ON outbox USING btree (topic, sequence) WHERE (delivered_at_ms IS NULL);

CREATE TABLE outbox_topics (
    topic text NOT NULL,
    fence bigint NOT NULL,
    claimed_until_ms bigint NOT NULL,
    retry_at_ms bigint NOT NULL,
    attempts bigint NOT NULL,
    CONSTRAINT outbox_topics_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outbox_topics_fence_check CHECK ((fence > 0)),
    CONSTRAINT outbox_topics_pkey PRIMARY KEY (topic)
);

CREATE TABLE overdue_steps (
    case_number text NOT NULL,
    step text NOT NULL,
    department text NOT NULL,
    due_at_ms bigint NOT NULL,
    found_at_ms bigint NOT NULL,
    ended_at_ms bigint,
    told_at_ms bigint,
    escalated_level bigint,
    CONSTRAINT overdue_steps_pkey PRIMARY KEY (case_number, step)
);

CREATE INDEX overdue_steps_open ON overdue_steps USING btree (department) WHERE (ended_at_ms IS NULL);

CREATE TABLE parent_agreements (
    id text NOT NULL,
    parent_id text NOT NULL,
    child_id text NOT NULL,
    asked_at_ms bigint NOT NULL,
    answer text,
    answered_at_ms bigint,
    until_ms bigint,
    CONSTRAINT parent_agreements_check CHECK ((parent_id <> child_id)),
    CONSTRAINT parent_agreements_check1 CHECK (((answer IS NULL) = (answered_at_ms IS NULL))),
    CONSTRAINT parent_agreements_parent_id_child_id_key UNIQUE (parent_id, child_id),
    CONSTRAINT parent_agreements_pkey PRIMARY KEY (id)
);

CREATE TABLE passkey_challenges (
    challenge_hash bytea NOT NULL,
    expires_at_ms bigint NOT NULL,
    CONSTRAINT passkey_challenges_pkey PRIMARY KEY (challenge_hash)
);

CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges USING btree (expires_at_ms);

CREATE TABLE passkeys (
    id text NOT NULL,
    realm text NOT NULL,
    holder text NOT NULL,
    credential_id bytea NOT NULL,
    algorithm bigint NOT NULL,
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    created_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT passkeys_pkey PRIMARY KEY (id),
    CONSTRAINT passkeys_realm_check CHECK ((realm = ANY (ARRAY['citizen'::text, 'staff'::text])))
);

CREATE UNIQUE INDEX passkeys_by_credential ON passkeys USING btree (credential_id, realm);

CREATE INDEX passkeys_by_holder ON passkeys USING btree (holder, realm);

CREATE TABLE permits (
    code_hash bytea NOT NULL,
    act text NOT NULL,
    approval_id text NOT NULL,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT permits_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT permits_pkey PRIMARY KEY (code_hash)
);

CREATE TABLE phone_logins (
    id text NOT NULL,
    session_id text NOT NULL,
    code_hash bytea NOT NULL,
    made_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    citizen_id text,
    decision text,
    decided_at_ms bigint,
    used_at_ms bigint,
    proved_at_ms bigint,
    with_card bigint NOT NULL DEFAULT 0,
    CONSTRAINT phone_logins_code_hash_key UNIQUE (code_hash),
    CONSTRAINT phone_logins_pkey PRIMARY KEY (id)
);

CREATE INDEX phone_logins_by_session ON phone_logins USING btree (session_id, made_at_ms);

CREATE TABLE portal_imports (
    seq bigint NOT NULL,
    source text NOT NULL,
    items bigint NOT NULL,
    account_id text NOT NULL,
    made_at_ms bigint NOT NULL,
    CONSTRAINT portal_imports_pkey PRIMARY KEY (seq)
);

CREATE TABLE portal_items (
    code text NOT NULL,
    item_json text NOT NULL,
    CONSTRAINT portal_items_pkey PRIMARY KEY (code)
);

CREATE TABLE portal_links (
    subject_term bytea NOT NULL,
    citizen_id text NOT NULL,
    linked_at_ms bigint NOT NULL,
    CONSTRAINT portal_links_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id) ON DELETE CASCADE,
    CONSTRAINT portal_links_citizen_id_key UNIQUE (citizen_id),
    CONSTRAINT portal_links_pkey PRIMARY KEY (subject_term)
);

CREATE TABLE portal_sessions (
    session_id text NOT NULL,
    citizen_id text NOT NULL,
    subject_term bytea NOT NULL,
    sid_term bytea,
    begun_at_ms bigint NOT NULL,
    CONSTRAINT portal_sessions_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id) ON DELETE CASCADE,
    CONSTRAINT portal_sessions_pkey PRIMARY KEY (session_id)
);

CREATE INDEX portal_sessions_by_sid ON portal_sessions USING btree (sid_term);

CREATE INDEX portal_sessions_by_subject ON portal_sessions USING btree (subject_term);

CREATE TABLE print_tickets (
    id text NOT NULL,
    document_id text NOT NULL,
    case_number text NOT NULL,
    terminal_id text NOT NULL,
    session_hash bytea NOT NULL,
    issued_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    fetched_at_ms bigint,
    closed_at_ms bigint,
    state text NOT NULL,
    reason text,
    pages_printed bigint,
    CONSTRAINT print_tickets_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
    CONSTRAINT print_tickets_pkey PRIMARY KEY (id),
    CONSTRAINT print_tickets_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'fetched'::text, 'printed'::text, 'failed'::text, 'unknown'::text, 'mismatch'::text, 'expired'::text])))
);

CREATE INDEX print_tickets_by_case ON print_tickets USING btree (case_number, issued_at_ms);

CREATE UNIQUE INDEX print_tickets_one_live_per_document ON print_tickets USING btree (document_id) WHERE (state = ANY (ARRAY['issued'::text, 'fetched'::text]));

CREATE TABLE privacy_request_events (
    request_number text NOT NULL,
    seq bigint NOT NULL,
    event text NOT NULL,
    official text,
    at_ms bigint NOT NULL,
    CONSTRAINT privacy_request_events_pkey PRIMARY KEY (request_number, seq),
    CONSTRAINT privacy_request_events_request_number_fkey FOREIGN KEY (request_number) REFERENCES privacy_requests(number)
);

CREATE TABLE privacy_request_numbers (
    day text NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT privacy_request_numbers_pkey PRIMARY KEY (day)
);

CREATE TABLE privacy_requests (
    number text NOT NULL,
    citizen_id text NOT NULL,
    kind text NOT NULL,
    topic text NOT NULL,
    about_index bigint,
    state text NOT NULL,
    language text NOT NULL,
    text_sealed bytea,
    answer_sealed bytea,
    reason text,
    made_at_ms bigint NOT NULL,
    due_at_ms bigint NOT NULL,
    remind_at_ms bigint NOT NULL,
    reminded_at_ms bigint,
    ended_at_ms bigint,
    CONSTRAINT privacy_requests_pkey PRIMARY KEY (number)
);

CREATE INDEX privacy_requests_by_person ON privacy_requests USING btree (citizen_id, made_at_ms);

CREATE INDEX privacy_requests_by_state ON privacy_requests USING btree (state, due_at_ms);

CREATE TABLE queue_exports (
    id text NOT NULL,
    account_id text NOT NULL,
    list text NOT NULL,
    persons bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    approval_id text,
    fetched_at_ms bigint,
    CONSTRAINT queue_exports_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT queue_exports_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT queue_exports_persons_check CHECK ((persons > 0)),
    CONSTRAINT queue_exports_pkey PRIMARY KEY (id)
);

CREATE INDEX queue_exports_by_account ON queue_exports USING btree (account_id, made_at_ms);

CREATE TABLE rating_counts (
    service text NOT NULL,
    about text NOT NULL,
    level bigint NOT NULL,
    n bigint NOT NULL,
    shown bigint NOT NULL,
    CONSTRAINT rating_counts_check CHECK (((shown >= 0) AND (shown <= n))),
    CONSTRAINT rating_counts_level_check CHECK (((level >= 1) AND (level <= 5))),
    CONSTRAINT rating_counts_pkey PRIMARY KEY (service, about, level)
);

CREATE TABLE ratings (
    case_number text NOT NULL,
    service text NOT NULL,
    terminal_id text NOT NULL,
    station_id text NOT NULL,
    level bigint NOT NULL,
    tags text NOT NULL,
    at_ms bigint NOT NULL,
    CONSTRAINT ratings_level_check CHECK (((level >= 1) AND (level <= 5))),
    CONSTRAINT ratings_pkey PRIMARY KEY (case_number)
);

CREATE INDEX ratings_by_service ON ratings USING btree (service, level);

CREATE INDEX ratings_by_station ON ratings USING btree (station_id, level);

CREATE TABLE schema_migrations (
    id text NOT NULL,
    applied_at_ms bigint NOT NULL,
    checksum text NOT NULL,
    CONSTRAINT schema_migrations_pkey PRIMARY KEY (id)
);

CREATE TABLE seen_tokens (
    issuer text NOT NULL,
    jti_hash bytea NOT NULL,
    expires_at_ms bigint NOT NULL,
    CONSTRAINT seen_tokens_pkey PRIMARY KEY (issuer, jti_hash)
);

CREATE INDEX seen_tokens_by_end ON seen_tokens USING btree (expires_at_ms);

CREATE TABLE service_drafts (
    service text NOT NULL,
    revision bigint NOT NULL,
    source text NOT NULL,
    layout text,
    account_id text NOT NULL,
    saved_at_ms bigint NOT NULL,
    parts text,
    CONSTRAINT service_drafts_pkey PRIMARY KEY (service, revision),
    CONSTRAINT service_drafts_revision_check CHECK ((revision > 0))
);

CREATE TABLE service_proposals (
    id text NOT NULL,
    service text NOT NULL,
    version bigint NOT NULL,
    source text NOT NULL,
    layout text,
    effective_from_ms bigint NOT NULL,
    account_id text NOT NULL,
    proposed_at_ms bigint NOT NULL,
    published_at_ms bigint,
    parts text,
    CONSTRAINT service_proposals_pkey PRIMARY KEY (id),
    CONSTRAINT service_proposals_version_check CHECK ((version > 0))
);

CREATE TABLE service_publications (
    id text NOT NULL,
    service text NOT NULL,
    version bigint NOT NULL,
    source text NOT NULL,
    layout text,
    effective_from_ms bigint NOT NULL,
    published_at_ms bigint NOT NULL,
    withdrawn_at_ms bigint,
    slots text,
    parts text,
    withdrawn_by text,
    withdrawal_reason text,
    CONSTRAINT service_publications_pkey PRIMARY KEY (id),
    CONSTRAINT service_publications_service_version_key UNIQUE (service, version),
    CONSTRAINT service_publications_version_check CHECK ((version > 0))
);

CREATE TABLE service_releases (
    service text NOT NULL,
    version bigint NOT NULL,
    fingerprint text NOT NULL,
    files text NOT NULL,
    kept_at_ms bigint NOT NULL,
    CONSTRAINT service_releases_pkey PRIMARY KEY (service, version),
    CONSTRAINT service_releases_version_check CHECK ((version > 0))
);

CREATE TABLE sessions (
    id text NOT NULL,
    token_hash bytea NOT NULL,
    terminal_id text NOT NULL,
    language text NOT NULL,
    service text NOT NULL,
    way text,
    citizen_id text,
    factors text NOT NULL,
    claim_sealed bytea,
    face_tries bigint NOT NULL,
    code_tries bigint NOT NULL,
    started_at_ms bigint NOT NULL,
    last_seen_at_ms bigint NOT NULL,
    ended_at_ms bigint,
    end_reason text,
    for_another bigint NOT NULL DEFAULT 0,
    CONSTRAINT sessions_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizens(id),
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX sessions_by_citizen ON sessions USING btree (citizen_id, started_at_ms) WHERE (citizen_id IS NOT NULL);

CREATE INDEX sessions_open_by_terminal ON sessions USING btree (terminal_id) WHERE (ended_at_ms IS NULL);

CREATE TABLE staff_accounts (
    id text NOT NULL,
    name_sealed bytea NOT NULL,
    department text,
    region text,
    roles text NOT NULL,
    state text NOT NULL,
    created_at_ms bigint NOT NULL,
    phone_sealed bytea,
    address_index bytea,
    person_index bytea,
    CONSTRAINT staff_accounts_pkey PRIMARY KEY (id),
    CONSTRAINT staff_accounts_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'ended'::text])))
);

CREATE TABLE staff_codes (
    code_hash bytea NOT NULL,
    account_id text,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    seat text,
    opens_at_ms bigint,
    CONSTRAINT staff_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT staff_codes_pkey PRIMARY KEY (code_hash)
);

CREATE INDEX staff_codes_by_expiry ON staff_codes USING btree (expires_at_ms);

CREATE TABLE staff_looks (
    id text NOT NULL,
    account_id text NOT NULL,
    case_number text NOT NULL,
    citizen_id text,
    purpose text NOT NULL,
    at_ms bigint NOT NULL,
    claimed bigint NOT NULL DEFAULT 0,
    searched bigint NOT NULL DEFAULT 0,
    ground text NOT NULL DEFAULT 'refused'::text,
    CONSTRAINT staff_looks_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT staff_looks_cause_check CHECK ((ground = ANY (ARRAY['open-case'::text, 'issued-paper'::text, 'booked-visit'::text, 'broken-glass'::text, 'refused'::text]))),
    CONSTRAINT staff_looks_pkey PRIMARY KEY (id)
);

CREATE INDEX staff_looks_by_account ON staff_looks USING btree (account_id, at_ms);

CREATE INDEX staff_looks_by_age ON staff_looks USING btree (at_ms);

CREATE TABLE staff_recoveries (
    id text NOT NULL,
    code_hash bytea NOT NULL,
    account_id text,
    seat text,
    begun_at_ms bigint NOT NULL,
    opens_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    ended_at_ms bigint,
    outcome text,
    refused_by text,
    CONSTRAINT staff_recoveries_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT staff_recoveries_check CHECK (((account_id IS NULL) <> (seat IS NULL))),
    CONSTRAINT staff_recoveries_code_hash_key UNIQUE (code_hash),
    CONSTRAINT staff_recoveries_outcome_check CHECK ((outcome = ANY (ARRAY['refused'::text, 'used'::text, 'replaced'::text]))),
    CONSTRAINT staff_recoveries_pkey PRIMARY KEY (id),
    CONSTRAINT staff_recoveries_refused_by_fkey FOREIGN KEY (refused_by) REFERENCES staff_accounts(id),
    CONSTRAINT staff_recoveries_seat_check CHECK ((seat = ANY (ARRAY['system'::text, 'security'::text, 'audit'::text])))
);

CREATE INDEX staff_recoveries_by_expiry ON staff_recoveries USING btree (expires_at_ms);

CREATE TABLE staff_seats (
    seat text NOT NULL,
    held_since_ms bigint NOT NULL,
    CONSTRAINT staff_seats_pkey PRIMARY KEY (seat)
);

CREATE TABLE staff_sessions (
    id text NOT NULL,
    token_hash bytea NOT NULL,
    account_id text NOT NULL,
    passkey_id text NOT NULL,
    started_at_ms bigint NOT NULL,
    last_seen_at_ms bigint NOT NULL,
    ended_at_ms bigint,
    end_reason text,
    proved_again_at_ms bigint,
    CONSTRAINT staff_sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES staff_accounts(id),
    CONSTRAINT staff_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT staff_sessions_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX staff_sessions_by_account ON staff_sessions USING btree (account_id);

CREATE INDEX staff_sessions_by_age ON staff_sessions USING btree (started_at_ms);

CREATE TABLE stations (
    id text NOT NULL,
    name_mandarin text NOT NULL,
    name_english text NOT NULL,
    name_minnan text NOT NULL,
    address_mandarin text NOT NULL,
    address_english text NOT NULL,
    address_minnan text NOT NULL,
    division text NOT NULL,
    latitude_microdegrees bigint NOT NULL,
    longitude_microdegrees bigint NOT NULL,
    hours text NOT NULL,
    owner text NOT NULL,
    CONSTRAINT stations_pkey PRIMARY KEY (id)
);

CREATE INDEX stations_by_division ON stations USING btree (division, id);

CREATE TABLE stopped_services (
    terminal_id text NOT NULL,
    service text NOT NULL,
    reason text NOT NULL,
    stopped_at_ms bigint NOT NULL,
    stopped_by text NOT NULL,
    CONSTRAINT stopped_services_pkey PRIMARY KEY (terminal_id, service)
);

CREATE INDEX stopped_services_by_age ON stopped_services USING btree (stopped_at_ms);

CREATE TABLE terminal_devices (
    terminal_id text NOT NULL,
    device text NOT NULL,
    serial text NOT NULL,
    CONSTRAINT terminal_devices_pkey PRIMARY KEY (terminal_id, device),
    CONSTRAINT terminal_devices_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminals(id)
);

CREATE TABLE terminal_runs (
    terminal_id text NOT NULL,
    boots text NOT NULL,
    reports bigint NOT NULL,
    since_ms bigint NOT NULL,
    heard_at_ms bigint NOT NULL,
    CONSTRAINT terminal_runs_pkey PRIMARY KEY (terminal_id),
    CONSTRAINT terminal_runs_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminals(id)
);

CREATE TABLE terminals (
    id text NOT NULL,
    station_id text NOT NULL,
    serial text NOT NULL,
    public_key_pem text NOT NULL,
    state text NOT NULL,
    stop_reason text,
    enrolled_at_ms bigint NOT NULL,
    health_at_ms bigint,
    version text,
    card_reader text,
    camera text,
    printer text,
    printer_reasons text,
    reported_stop text,
    reported_stop_id text,
    CONSTRAINT terminals_pkey PRIMARY KEY (id),
    CONSTRAINT terminals_state_check CHECK ((state = ANY (ARRAY['enrolled'::text, 'stopped'::text, 'revoked'::text]))),
    CONSTRAINT terminals_station_id_fkey FOREIGN KEY (station_id) REFERENCES stations(id)
);

CREATE INDEX terminals_by_station ON terminals USING btree (station_id, id);

CREATE UNIQUE INDEX terminals_key ON terminals USING btree (public_key_pem) WHERE (state <> 'revoked'::text);

CREATE UNIQUE INDEX terminals_serial ON terminals USING btree (serial) WHERE (state <> 'revoked'::text);

CREATE TABLE throttles (
    scope_term bytea NOT NULL,
    failures bigint NOT NULL,
    last_failed_at_ms bigint NOT NULL,
    CONSTRAINT throttles_pkey PRIMARY KEY (scope_term)
);

CREATE TABLE uploads (
    id text NOT NULL,
    case_number text NOT NULL,
    question text NOT NULL,
    citizen_id text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    state text NOT NULL,
    content_hash bytea NOT NULL,
    content_sealed bytea NOT NULL,
    uploaded_at_ms bigint NOT NULL,
    looked_at_ms bigint NOT NULL,
    CONSTRAINT uploads_case_number_question_content_hash_key UNIQUE (case_number, question, content_hash),
    CONSTRAINT uploads_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text]))),
    CONSTRAINT uploads_pkey PRIMARY KEY (id),
    CONSTRAINT uploads_size_bytes_check CHECK ((size_bytes > 0)),
    CONSTRAINT uploads_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'clean'::text, 'infected'::text])))
);

CREATE INDEX uploads_by_citizen ON uploads USING btree (citizen_id);

CREATE INDEX uploads_waiting ON uploads USING btree (looked_at_ms, id) WHERE (state = 'waiting'::text);

CREATE TABLE vault_subjects (
    subject_id text NOT NULL,
    wrapped_key bytea,
    kek_id text NOT NULL,
    created_at_ms bigint NOT NULL,
    shredded_at_ms bigint,
    CONSTRAINT vault_subjects_check CHECK ((
CASE
    WHEN (wrapped_key IS NULL) THEN 1
    ELSE 0
END =
CASE
    WHEN (shredded_at_ms IS NULL) THEN 0
    ELSE 1
END)),
    CONSTRAINT vault_subjects_pkey PRIMARY KEY (subject_id)
);

CREATE INDEX vault_subjects_by_kek ON vault_subjects USING btree (kek_id, subject_id) WHERE (shredded_at_ms IS NULL);

CREATE INDEX vault_subjects_shredded ON vault_subjects USING btree (shredded_at_ms, subject_id) WHERE (shredded_at_ms IS NOT NULL);

CREATE TABLE volunteers (
    id text NOT NULL,
    number text NOT NULL,
    name_sealed bytea NOT NULL,
    phone_sealed bytea NOT NULL,
    person_term bytea NOT NULL,
    station_id text NOT NULL,
    enrolled_at_ms bigint NOT NULL,
    enrolled_by text NOT NULL,
    approved_by text NOT NULL,
    retired_at_ms bigint,
    retired_by text,
    CONSTRAINT volunteers_check CHECK ((enrolled_by <> approved_by)),
    CONSTRAINT volunteers_number_key UNIQUE (number),
    CONSTRAINT volunteers_pkey PRIMARY KEY (id)
);

CREATE INDEX volunteers_by_station ON volunteers USING btree (station_id);

CREATE TABLE watched_persons (
    person_index bytea NOT NULL,
    kind text NOT NULL,
    approval_id text NOT NULL,
    added_at_ms bigint NOT NULL,
    CONSTRAINT watched_persons_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approvals(id),
    CONSTRAINT watched_persons_kind_check CHECK ((kind = ANY (ARRAY['public-figure'::text, 'canary'::text]))),
    CONSTRAINT watched_persons_pkey PRIMARY KEY (person_index)
);

CREATE TABLE wechat_bindings (
    citizen_id text NOT NULL,
    openid_term bytea NOT NULL,
    openid_sealed bytea NOT NULL,
    channel text NOT NULL,
    bound_at_ms bigint NOT NULL,
    elsewhere_at_ms bigint,
    CONSTRAINT wechat_bindings_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'wechat'::text, 'both'::text]))),
    CONSTRAINT wechat_bindings_pkey PRIMARY KEY (citizen_id)
);

CREATE INDEX wechat_bindings_by_openid ON wechat_bindings USING btree (openid_term);

CREATE TABLE wechat_scenes (
    id text NOT NULL,
    citizen_id text NOT NULL,
    session_id text NOT NULL,
    scene_hash bytea NOT NULL,
    address_sealed bytea NOT NULL,
    state text NOT NULL,
    openid_sealed bytea,
    code_hash bytea,
    tries bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    CONSTRAINT wechat_scenes_pkey PRIMARY KEY (id),
    CONSTRAINT wechat_scenes_scene_hash_key UNIQUE (scene_hash),
    CONSTRAINT wechat_scenes_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'scanned'::text, 'asked'::text, 'bound'::text, 'dropped'::text])))
);

CREATE INDEX wechat_scenes_by_citizen ON wechat_scenes USING btree (citizen_id, made_at_ms);

CREATE TABLE wechat_undelivered (
    message text NOT NULL,
    heard_at_ms bigint NOT NULL,
    CONSTRAINT wechat_undelivered_pkey PRIMARY KEY (message)
);
