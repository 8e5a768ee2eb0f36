CREATE TABLE account_codes (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    session_id TEXT,
    made_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE INDEX account_codes_by_hash ON account_codes (code_hash);

CREATE INDEX account_codes_by_person ON account_codes (citizen_id, purpose, made_at_ms);

CREATE TABLE account_devices (
    id_hash BLOB NOT NULL,
    citizen_id TEXT NOT NULL REFERENCES citizens (id),
    first_seen_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    PRIMARY KEY (id_hash, citizen_id)
) STRICT;

CREATE INDEX account_devices_by_person ON account_devices (citizen_id, last_seen_at_ms);

CREATE TABLE account_factors (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL REFERENCES citizens (id),
    kind TEXT NOT NULL,
    secret_sealed BLOB NOT NULL,
    session_id TEXT,
    last_step INTEGER,
    created_at_ms INTEGER NOT NULL,
    confirmed_at_ms INTEGER,
    last_used_at_ms INTEGER,
    revoked_at_ms INTEGER
) STRICT;

CREATE INDEX account_factors_by_person ON account_factors (citizen_id, kind);

CREATE TABLE account_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    citizen_id TEXT NOT NULL REFERENCES citizens (id),
    state TEXT NOT NULL,
    factors TEXT NOT NULL,
    level TEXT NOT NULL,
    language TEXT NOT NULL,
    tries INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    authenticated_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    end_reason TEXT
) STRICT;

CREATE INDEX account_sessions_by_person ON account_sessions (citizen_id, started_at_ms);

CREATE TABLE accounts (
    citizen_id TEXT NOT NULL PRIMARY KEY REFERENCES citizens (id),
    phone_term BLOB,
    opened_at_ms INTEGER NOT NULL
    , sure_from_ms INTEGER) STRICT;

CREATE INDEX accounts_phone_term ON accounts (phone_term);

CREATE TABLE actings (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    mandate_id TEXT,
    chosen_at_ms INTEGER NOT NULL,
    valid_until_ms INTEGER NOT NULL,
    CHECK (actor_id <> subject_id),
    CHECK ((kind = 'mandate') = (mandate_id IS NOT NULL))
) STRICT;

CREATE INDEX actings_by_actor ON actings (actor_id, subject_id);

CREATE INDEX actings_by_subject ON actings (subject_id);

CREATE TABLE agreed_periods (
    kept TEXT NOT NULL PRIMARY KEY,
    days INTEGER NOT NULL CHECK (days > 0),
    approval_id TEXT REFERENCES approvals (id),
    set_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE alarms (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    first_at_ms INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL,
    occurrences INTEGER NOT NULL,
    acknowledged_at_ms INTEGER,
    acknowledged_by TEXT
) STRICT;

CREATE INDEX alarms_by_age ON alarms (last_at_ms, id);

CREATE UNIQUE INDEX alarms_open ON alarms (kind, terminal_id, detail)
    WHERE acknowledged_at_ms IS NULL;

CREATE TABLE appointments (
    case_number TEXT NOT NULL PRIMARY KEY REFERENCES cases (number),
    citizen_id TEXT NOT NULL,
    service TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_at_ms INTEGER NOT NULL,
    ends_at_ms INTEGER NOT NULL CHECK (ends_at_ms > starts_at_ms),
    state TEXT NOT NULL CHECK (state IN ('held', 'booked', 'kept', 'missed', 'cancelled')),
    people INTEGER NOT NULL CHECK (people > 0),
    seat INTEGER CHECK (seat > 0 AND seat <= people),
    only_day INTEGER,
    held_until_ms INTEGER,
    changed_at_ms INTEGER NOT NULL,
    CHECK ((state = 'cancelled') = (seat IS NULL)),
    CHECK (state <> 'cancelled' OR only_day IS NULL),
    CHECK ((state = 'held') = (held_until_ms IS NOT NULL))
) STRICT;

CREATE INDEX appointments_by_citizen ON appointments (citizen_id, starts_at_ms);

CREATE UNIQUE INDEX appointments_by_day ON appointments (service, citizen_id, only_day);

CREATE UNIQUE INDEX appointments_by_seat ON appointments (service, place, starts_at_ms, seat);

CREATE INDEX appointments_by_start ON appointments (starts_at_ms)
    WHERE state IN ('booked', 'kept', 'missed');

CREATE TABLE approval_yeses (
    approval_id TEXT NOT NULL REFERENCES approvals (id),
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    session_id TEXT NOT NULL,
    passkey_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (approval_id, account_id)
) STRICT;

CREATE TABLE approvals (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    matter_sealed BLOB NOT NULL,
    reason_sealed BLOB NOT NULL,
    requested_by TEXT NOT NULL REFERENCES staff_accounts (id),
    session_id TEXT NOT NULL,
    passkey_id TEXT NOT NULL,
    requested_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    decided_by TEXT REFERENCES staff_accounts (id),
    decided_at_ms INTEGER,
    decision TEXT CHECK (decision IN ('approved', 'refused')),
    CHECK (decided_by <> requested_by)
) STRICT;

CREATE INDEX approvals_by_age ON approvals (requested_at_ms, id);

CREATE TABLE assistances (
    id TEXT NOT NULL PRIMARY KEY,
    terminal_id TEXT NOT NULL,
    volunteer_id TEXT,
    code_hash BLOB NOT NULL,
    code_tries INTEGER NOT NULL,
    code_until_ms INTEGER NOT NULL,
    called_at_ms INTEGER NOT NULL,
    begun_at_ms INTEGER,
    session_id TEXT,
    told_at_ms INTEGER,
    case_number TEXT,
    aside TEXT,
    ended_at_ms INTEGER,
    end_reason TEXT,
    CHECK (begun_at_ms IS NULL OR volunteer_id IS NOT NULL)
) STRICT;

CREATE INDEX assistances_by_terminal ON assistances (terminal_id, called_at_ms);

CREATE INDEX assistances_by_volunteer ON assistances (volunteer_id, called_at_ms);

CREATE UNIQUE INDEX assistances_open ON assistances (terminal_id) WHERE ended_at_ms IS NULL;

CREATE TABLE audit_checkpoints (
    size INTEGER NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    root BLOB NOT NULL,
    note_text TEXT NOT NULL
) STRICT;

CREATE TABLE audit_leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_leaves (
    idx INTEGER NOT NULL PRIMARY KEY,
    leaf_id TEXT NOT NULL UNIQUE,
    leaf_bytes BLOB NOT NULL,
    leaf_hash BLOB NOT NULL
) STRICT;

CREATE TABLE audit_pending (
    leaf_id TEXT NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    leaf_bytes BLOB NOT NULL
    , subject BLOB) STRICT;

CREATE INDEX audit_pending_by_age ON audit_pending (at_ms, leaf_id);

CREATE TABLE audit_subjects (
    idx INTEGER NOT NULL PRIMARY KEY,
    subject BLOB NOT NULL
) STRICT;

CREATE INDEX audit_subjects_by_subject ON audit_subjects (subject, idx);

CREATE TABLE audit_tiles (
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    tile_bytes BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT;

CREATE TABLE break_glass (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    reason TEXT NOT NULL,
    text_sealed BLOB NOT NULL,
    opened_at_ms INTEGER NOT NULL,
    reviewed_by TEXT REFERENCES staff_accounts (id),
    reviewed_at_ms INTEGER,
    finding TEXT CHECK (finding IN ('justified', 'misused')), alarmed_at_ms INTEGER,
    CHECK (reviewed_by <> account_id)
) STRICT;

CREATE INDEX break_glass_by_account ON break_glass (account_id, opened_at_ms);

CREATE TABLE "case_corrections" (
    case_number TEXT NOT NULL REFERENCES cases (number),
    step TEXT NOT NULL,
    round INTEGER NOT NULL CHECK (round > 0),
    questions TEXT NOT NULL,
    answered TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_words TEXT NOT NULL,
    note_sealed BLOB,
    asked_at_ms INTEGER NOT NULL,
    answer_by_ms INTEGER NOT NULL,
    answered_at_ms INTEGER,
    PRIMARY KEY (case_number, step, round)
) STRICT;

CREATE TABLE case_events (
    case_number TEXT NOT NULL REFERENCES cases (number),
    seq INTEGER NOT NULL CHECK (seq > 0),
    event TEXT NOT NULL,
    terminal_id TEXT,
    detail TEXT,
    at_ms INTEGER NOT NULL, step TEXT, account_id TEXT, took_ms INTEGER,
    PRIMARY KEY (case_number, seq)
) STRICT;

CREATE INDEX case_events_revoked ON case_events (case_number) WHERE event = 'paper-revoked';

CREATE TABLE case_exports (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    service TEXT,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    reason_sealed BLOB,
    persons INTEGER NOT NULL CHECK (persons > 0),
    made_at_ms INTEGER NOT NULL,
    approval_id TEXT REFERENCES approvals (id),
    fetched_at_ms INTEGER,
    CHECK ((approval_id IS NULL) = (reason_sealed IS NOT NULL))
) STRICT;

CREATE INDEX case_exports_by_account ON case_exports (account_id, made_at_ms);

CREATE TABLE case_hand_overs (
    id TEXT NOT NULL PRIMARY KEY,
    case_number TEXT NOT NULL REFERENCES cases (number),
    session_id TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    made_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    taken_at_ms INTEGER
) STRICT;

CREATE INDEX case_hand_overs_by_case ON case_hand_overs (case_number, session_id, made_at_ms);

CREATE TABLE "case_notices" (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL,
    case_number TEXT NOT NULL,
    service TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL,
    outcome TEXT CHECK (outcome IN ('sent', 'no-phone', 'declined', 'refused')),
    told_at_ms INTEGER,
    way TEXT CHECK (way IN ('sms', 'wechat')),
    wechat_message INTEGER, passed_on_at_ms INTEGER,
    CHECK ((outcome IS NULL) = (told_at_ms IS NULL))
) STRICT;

CREATE UNIQUE INDEX case_notices_accepted ON case_notices (case_number) WHERE kind = 'accepted';

CREATE INDEX case_notices_by_citizen ON case_notices (citizen_id, made_at_ms);

CREATE INDEX case_notices_by_wechat ON case_notices (wechat_message)
    WHERE wechat_message IS NOT NULL;

CREATE UNIQUE INDEX case_notices_reminded ON case_notices (case_number, kind)
    WHERE kind IN ('appointment-tomorrow', 'ending');

CREATE INDEX case_notices_waiting ON case_notices (case_number)
    WHERE outcome IS NULL
    AND kind IN ('appointment-tomorrow', 'appointment-missed', 'ending', 'accepted', 'overdue');

CREATE TABLE case_numbers (
    prefix TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last > 0)
) STRICT;

CREATE TABLE case_steps (
    case_number TEXT NOT NULL REFERENCES cases (number),
    step TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    queue TEXT NOT NULL,
    department TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 6),
    service TEXT NOT NULL,
    after_steps TEXT NOT NULL,
    working_days INTEGER NOT NULL CHECK (working_days >= 0),
    state TEXT NOT NULL
    CHECK (state IN ('waiting', 'ready', 'claimed', 'correction', 'approved', 'refused', 'void')),
    account_id TEXT,
    ready_at_ms INTEGER,
    due_at_ms INTEGER,
    due_is_firm INTEGER,
    claimed_at_ms INTEGER,
    paused_at_ms INTEGER,
    paused_ms INTEGER NOT NULL DEFAULT 0 CHECK (paused_ms >= 0),
    decided_at_ms INTEGER,
    reason TEXT,
    note_sealed BLOB, reason_words TEXT, referrals INTEGER NOT NULL DEFAULT 0 CHECK (referrals >= 0), referral_sealed BLOB,
    PRIMARY KEY (case_number, step),
    CHECK ((state IN ('claimed', 'correction')) <= (account_id IS NOT NULL)),
    CHECK ((state IN ('waiting', 'void')) OR due_at_ms IS NOT NULL)
) STRICT;

CREATE INDEX case_steps_decided ON case_steps (account_id, decided_at_ms)
    WHERE state IN ('approved', 'refused');

CREATE INDEX case_steps_mine ON case_steps (account_id, queue, due_at_ms, case_number, step)
    WHERE state IN ('claimed', 'correction');

CREATE INDEX case_steps_open ON case_steps (queue, due_at_ms, case_number, step, state)
    WHERE state IN ('waiting', 'ready', 'claimed', 'correction');

CREATE INDEX case_steps_open_of_service ON case_steps
    (queue, service, due_at_ms, case_number, step, state)
    WHERE state IN ('waiting', 'ready', 'claimed', 'correction');

CREATE INDEX case_steps_referred ON case_steps (department, state) WHERE referrals > 0;

CREATE TABLE case_terms (
    case_number TEXT NOT NULL PRIMARY KEY REFERENCES cases (number),
    name_term BLOB NOT NULL,
    number_term BLOB NOT NULL,
    phone_term BLOB
) STRICT;

CREATE INDEX case_terms_by_name ON case_terms (name_term);

CREATE INDEX case_terms_by_number ON case_terms (number_term);

CREATE INDEX case_terms_by_phone ON case_terms (phone_term);

CREATE TABLE cases (
    number TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    service_version INTEGER NOT NULL,
    citizen_id TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    language TEXT NOT NULL,
    answers_sealed BLOB,
    record_sealed BLOB,
    record_read_at_ms INTEGER,
    opened_at_ms INTEGER NOT NULL,
    submitted_at_ms INTEGER,
    issued_at_ms INTEGER
    , actor_id TEXT, acting_id TEXT, state TEXT NOT NULL DEFAULT 'open'
    CHECK (state IN ('open', 'submitted', 'deciding', 'correcting', 'approved', 'issued',
    'delivered', 'refused', 'withdrawn')), decided_at_ms INTEGER, read_at_ms INTEGER, event_number TEXT) STRICT;

CREATE INDEX cases_by_citizen ON cases (citizen_id, service, opened_at_ms);

CREATE INDEX cases_by_event ON cases (event_number, opened_at_ms) WHERE event_number IS NOT NULL;

CREATE INDEX cases_by_state ON cases (state, opened_at_ms);

CREATE INDEX cases_by_terminal ON cases (terminal_id, opened_at_ms, service, actor_id, citizen_id);

CREATE INDEX cases_running ON cases (service, service_version)
    WHERE state IN ('open', 'submitted', 'deciding', 'correcting', 'approved');

CREATE TABLE citizens (
    id TEXT NOT NULL PRIMARY KEY,
    number_term BLOB NOT NULL,
    number_sealed BLOB NOT NULL,
    name_sealed BLOB NOT NULL,
    phone_sealed BLOB,
    created_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX citizens_number_term ON citizens (number_term);

CREATE TABLE conduct_alerts (
    id TEXT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    case_number TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    seen_by TEXT REFERENCES staff_accounts (id),
    seen_at_ms INTEGER,
    CHECK (seen_by <> account_id)
) STRICT;

CREATE INDEX conduct_alerts_by_age ON conduct_alerts (at_ms, id);

CREATE TABLE consent_grants (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    wording TEXT NOT NULL,
    giver_id TEXT NOT NULL,
    terminal_id TEXT,
    given_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER
) STRICT;

CREATE INDEX consent_grants_by_person ON consent_grants (citizen_id, purpose);

CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    purpose TEXT NOT NULL,
    wording TEXT NOT NULL,
    given_at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER,
    UNIQUE (session_id, purpose)
) STRICT;

CREATE TABLE desk_filters (
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    saved_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT;

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    case_number TEXT NOT NULL,
    edition INTEGER NOT NULL CHECK (edition >= 1),
    subject_id TEXT NOT NULL,
    subject_commitment BLOB NOT NULL,
    service_code TEXT NOT NULL,
    service_name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    pdf_hash BLOB NOT NULL UNIQUE,
    pdf_bytes INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    pdf_sealed BLOB NOT NULL,
    facts_sealed BLOB NOT NULL,
    issued_at_ms INTEGER NOT NULL,
    valid_until TEXT,
    state TEXT NOT NULL CHECK (state IN ('valid', 'superseded', 'revoked')),
    state_reason TEXT,
    state_changed_at_ms INTEGER NOT NULL, paper TEXT NOT NULL DEFAULT 'result',
    UNIQUE (case_number, edition)
) STRICT;

CREATE UNIQUE INDEX documents_one_valid_per_paper ON documents (case_number, paper)
    WHERE state = 'valid';

CREATE TABLE enrolment_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    station_id TEXT NOT NULL REFERENCES stations (id),
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE INDEX enrolment_codes_by_expiry ON enrolment_codes (expires_at_ms);

CREATE TABLE idempotency_keys (
    scope_hash BLOB NOT NULL PRIMARY KEY,
    request_hash BLOB NOT NULL,
    answer_sealed BLOB,
    leased_until_at_ms INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms);

CREATE TABLE impact_assessments (
    id TEXT NOT NULL PRIMARY KEY,
    made_at_ms INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    release TEXT NOT NULL,
    record_text TEXT NOT NULL
) STRICT;

CREATE TABLE jobs (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload_bytes BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    claimed_by TEXT,
    claimed_until_ms INTEGER,
    last_error TEXT,
    updated_at_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, key),
    CHECK ((state = 'running') = (claimed_by IS NOT NULL AND claimed_until_ms IS NOT NULL))
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state, updated_at_ms);

CREATE INDEX jobs_claimed ON jobs (claimed_until_ms) WHERE state = 'running';

CREATE INDEX jobs_due ON jobs (kind, run_at_ms, key) WHERE state = 'waiting';

CREATE TABLE login_codes (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    number_term BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    sent_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE INDEX login_codes_by_person ON login_codes (number_term, sent_at_ms);

CREATE INDEX login_codes_by_session ON login_codes (session_id, sent_at_ms);

CREATE TABLE look_delays (
    leaf_index INTEGER NOT NULL,
    basis TEXT NOT NULL,
    first_approver TEXT NOT NULL,
    second_approver TEXT NOT NULL,
    decided_at_ms INTEGER NOT NULL,
    release_at_ms INTEGER NOT NULL, released_by TEXT, released_at_ms INTEGER,
    PRIMARY KEY (leaf_index, decided_at_ms),
    CHECK (first_approver <> second_approver)
) STRICT;

CREATE TABLE mandates (
    id TEXT NOT NULL PRIMARY KEY,
    giver_id TEXT NOT NULL,
    holder_term BLOB NOT NULL,
    holder_sealed BLOB NOT NULL,
    services TEXT NOT NULL,
    given_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER
) STRICT;

CREATE INDEX mandates_by_giver ON mandates (giver_id, given_at_ms);

CREATE INDEX mandates_by_holder ON mandates (holder_term);

CREATE TABLE match_decisions (
    seq INTEGER NOT NULL PRIMARY KEY,
    there_code TEXT NOT NULL,
    here_service TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('merge', 'route', 'keep', 'fill')),
    reason TEXT NOT NULL,
    account_id TEXT NOT NULL,
    there_prints TEXT,
    here_prints TEXT,
    made_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX match_decisions_by_pair ON match_decisions (there_code, here_service, seq);

CREATE TABLE network_identities (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL UNIQUE,
    identifier_term BLOB NOT NULL,
    identifier_sealed BLOB NOT NULL,
    linked_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX network_identities_term ON network_identities (identifier_term);

CREATE TABLE network_logins (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    expected_term BLOB,
    address_sealed BLOB,
    outcome_sealed BLOB,
    opened_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    decision TEXT,
    decided_at_ms INTEGER,
    used_at_ms INTEGER
) STRICT;

CREATE INDEX network_logins_by_session ON network_logins (session_id, opened_at_ms);

CREATE TABLE notice_choices (
    citizen_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    declined_at_ms INTEGER NOT NULL,
    PRIMARY KEY (citizen_id, kind)
) STRICT;

CREATE TABLE oidc_consents (
    citizen_id TEXT NOT NULL REFERENCES citizens (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    wording TEXT NOT NULL,
    given_at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER,
    PRIMARY KEY (citizen_id, client_id)
) STRICT;

CREATE TABLE oidc_grants (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL REFERENCES citizens (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    acr TEXT NOT NULL,
    amr TEXT NOT NULL,
    nonce TEXT,
    redirect_uri TEXT NOT NULL,
    challenge TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    authenticated_at_ms INTEGER NOT NULL,
    issued_at_ms INTEGER NOT NULL,
    code_used_at_ms INTEGER,
    ends_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER
) STRICT;

CREATE INDEX oidc_grants_by_citizen ON oidc_grants (citizen_id, client_id);

CREATE INDEX oidc_grants_by_end ON oidc_grants (ends_at_ms);

CREATE INDEX oidc_grants_by_session ON oidc_grants (session_id);

CREATE TABLE oidc_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES oidc_grants (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    issued_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE INDEX oidc_tokens_by_end ON oidc_tokens (expires_at_ms);

CREATE INDEX oidc_tokens_by_grant ON oidc_tokens (grant_id);

CREATE TABLE outbox (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    payload_bytes BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL,
    delivered_at_ms INTEGER
) STRICT;

CREATE INDEX outbox_delivered ON outbox (delivered_at_ms) WHERE delivered_at_ms IS NOT NULL;

CREATE INDEX outbox_undelivered ON outbox (topic, sequence) WHERE delivered_at_ms IS NULL;

CREATE TABLE outbox_topics (
    topic TEXT NOT NULL PRIMARY KEY,
    fence INTEGER NOT NULL CHECK (fence > 0),
    claimed_until_ms INTEGER NOT NULL,
    retry_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0)
) STRICT;

CREATE TABLE overdue_steps (
    case_number TEXT NOT NULL,
    step TEXT NOT NULL,
    department TEXT NOT NULL,
    due_at_ms INTEGER NOT NULL,
    found_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER, told_at_ms INTEGER, escalated_level INTEGER,
    PRIMARY KEY (case_number, step)
) STRICT;

CREATE INDEX overdue_steps_open ON overdue_steps (department) WHERE ended_at_ms IS NULL;

CREATE TABLE parent_agreements (
    id TEXT NOT NULL PRIMARY KEY,
    parent_id TEXT NOT NULL,
    child_id TEXT NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    answer TEXT,
    answered_at_ms INTEGER,
    until_ms INTEGER,
    UNIQUE (parent_id, child_id),
    CHECK (parent_id <> child_id),
    CHECK ((answer IS NULL) = (answered_at_ms IS NULL))
) STRICT;

CREATE TABLE passkey_challenges (
    challenge_hash BLOB NOT NULL PRIMARY KEY,
    expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at_ms);

CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    realm TEXT NOT NULL CHECK (realm IN ('citizen', 'staff')),
    holder TEXT NOT NULL,
    credential_id BLOB NOT NULL,
    algorithm INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_id, realm);

CREATE INDEX passkeys_by_holder ON passkeys (holder, realm);

CREATE TABLE permits (
    code_hash BLOB NOT NULL PRIMARY KEY,
    act TEXT NOT NULL,
    approval_id TEXT NOT NULL REFERENCES approvals (id),
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE TABLE phone_logins (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    made_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    citizen_id TEXT,
    decision TEXT,
    decided_at_ms INTEGER,
    used_at_ms INTEGER
    , proved_at_ms INTEGER, with_card INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX phone_logins_by_session ON phone_logins (session_id, made_at_ms);

CREATE TABLE portal_imports (
    seq INTEGER NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    items INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE portal_items (
    code TEXT NOT NULL PRIMARY KEY,
    item_json TEXT NOT NULL
) STRICT;

CREATE TABLE portal_links (
    subject_term BLOB NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL UNIQUE REFERENCES citizens (id) ON DELETE CASCADE,
    linked_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE portal_sessions (
    session_id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL REFERENCES citizens (id) ON DELETE CASCADE,
    subject_term BLOB NOT NULL,
    sid_term BLOB,
    begun_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX portal_sessions_by_sid ON portal_sessions (sid_term);

CREATE INDEX portal_sessions_by_subject ON portal_sessions (subject_term);

CREATE TABLE print_tickets (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id),
    case_number TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    session_hash BLOB NOT NULL,
    issued_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    fetched_at_ms INTEGER,
    closed_at_ms INTEGER,
    state TEXT NOT NULL CHECK (
    state IN ('issued', 'fetched', 'printed', 'failed', 'unknown', 'mismatch', 'expired')),
    reason TEXT,
    pages_printed INTEGER
) STRICT;

CREATE INDEX print_tickets_by_case ON print_tickets (case_number, issued_at_ms);

CREATE UNIQUE INDEX print_tickets_one_live_per_document ON print_tickets (document_id)
    WHERE state IN ('issued', 'fetched');

CREATE TABLE privacy_request_events (
    request_number TEXT NOT NULL REFERENCES privacy_requests (number),
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    official TEXT,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (request_number, seq)
) STRICT;

CREATE TABLE privacy_request_numbers (
    day TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE privacy_requests (
    number TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    about_index INTEGER,
    state TEXT NOT NULL,
    language TEXT NOT NULL,
    text_sealed BLOB,
    answer_sealed BLOB,
    reason TEXT,
    made_at_ms INTEGER NOT NULL,
    due_at_ms INTEGER NOT NULL,
    remind_at_ms INTEGER NOT NULL,
    reminded_at_ms INTEGER,
    ended_at_ms INTEGER
) STRICT;

CREATE INDEX privacy_requests_by_person ON privacy_requests (citizen_id, made_at_ms);

CREATE INDEX privacy_requests_by_state ON privacy_requests (state, due_at_ms);

CREATE TABLE queue_exports (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    list TEXT NOT NULL,
    persons INTEGER NOT NULL CHECK (persons > 0),
    made_at_ms INTEGER NOT NULL,
    approval_id TEXT REFERENCES approvals (id),
    fetched_at_ms INTEGER
) STRICT;

CREATE INDEX queue_exports_by_account ON queue_exports (account_id, made_at_ms);

CREATE TABLE rating_counts (
    service TEXT NOT NULL,
    about TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    n INTEGER NOT NULL,
    shown INTEGER NOT NULL CHECK (shown BETWEEN 0 AND n),
    PRIMARY KEY (service, about, level)
) STRICT;

CREATE TABLE ratings (
    case_number TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    station_id TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    tags TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX ratings_by_service ON ratings (service, level);

CREATE INDEX ratings_by_station ON ratings (station_id, level);

CREATE TABLE schema_migrations (
    id TEXT NOT NULL PRIMARY KEY,
    applied_at_ms INTEGER NOT NULL,
    checksum TEXT NOT NULL
) STRICT;

CREATE TABLE seen_tokens (
    issuer TEXT NOT NULL,
    jti_hash BLOB NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    PRIMARY KEY (issuer, jti_hash)
) STRICT;

CREATE INDEX seen_tokens_by_end ON seen_tokens (expires_at_ms);

CREATE TABLE service_drafts (
    service TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    source TEXT NOT NULL,
    layout TEXT,
    account_id TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL, parts TEXT,
    PRIMARY KEY (service, revision)
) STRICT;

CREATE TABLE service_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    source TEXT NOT NULL,
    layout TEXT,
    effective_from_ms INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    proposed_at_ms INTEGER NOT NULL,
    published_at_ms INTEGER
    , parts TEXT) STRICT;

CREATE TABLE service_publications (
    id TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    source TEXT NOT NULL,
    layout TEXT,
    effective_from_ms INTEGER NOT NULL,
    published_at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER, slots TEXT, parts TEXT, withdrawn_by TEXT, withdrawal_reason TEXT,
    UNIQUE (service, version)
) STRICT;

CREATE TABLE service_releases (
    service TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    fingerprint TEXT NOT NULL,
    files TEXT NOT NULL,
    kept_at_ms INTEGER NOT NULL,
    PRIMARY KEY (service, version)
) STRICT;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    terminal_id TEXT NOT NULL,
    language TEXT NOT NULL,
    service TEXT NOT NULL,
    way TEXT,
    citizen_id TEXT REFERENCES citizens (id),
    factors TEXT NOT NULL,
    claim_sealed BLOB,
    face_tries INTEGER NOT NULL,
    code_tries INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    end_reason TEXT
    , for_another INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX sessions_by_citizen ON sessions (citizen_id, started_at_ms) WHERE citizen_id IS NOT NULL;

CREATE INDEX sessions_open_by_terminal ON sessions (terminal_id) WHERE ended_at_ms IS NULL;

CREATE TABLE staff_accounts (
    id TEXT NOT NULL PRIMARY KEY,
    name_sealed BLOB NOT NULL,
    department TEXT,
    region TEXT,
    roles TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'ended')),
    created_at_ms INTEGER NOT NULL
    , phone_sealed BLOB, address_index BLOB, person_index BLOB) STRICT;

CREATE TABLE staff_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    account_id TEXT REFERENCES staff_accounts (id),
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
    , seat TEXT, opens_at_ms INTEGER) STRICT;

CREATE INDEX staff_codes_by_expiry ON staff_codes (expires_at_ms);

CREATE TABLE staff_looks (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    case_number TEXT NOT NULL,
    citizen_id TEXT,
    purpose TEXT NOT NULL,
    at_ms INTEGER NOT NULL
    , claimed INTEGER NOT NULL DEFAULT 0, searched INTEGER NOT NULL DEFAULT 0, ground TEXT NOT NULL DEFAULT 'refused'
    CHECK (ground IN ('open-case', 'issued-paper', 'booked-visit', 'broken-glass', 'refused'))) STRICT;

CREATE INDEX staff_looks_by_account ON staff_looks (account_id, at_ms);

CREATE INDEX staff_looks_by_age ON staff_looks (at_ms);

CREATE TABLE staff_recoveries (
    id TEXT NOT NULL PRIMARY KEY,
    code_hash BLOB NOT NULL UNIQUE,
    account_id TEXT REFERENCES staff_accounts (id),
    seat TEXT CHECK (seat IN ('system', 'security', 'audit')),
    begun_at_ms INTEGER NOT NULL,
    opens_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    outcome TEXT CHECK (outcome IN ('refused', 'used', 'replaced')),
    refused_by TEXT REFERENCES staff_accounts (id),
    CHECK ((account_id IS NULL) <> (seat IS NULL))
) STRICT;

CREATE INDEX staff_recoveries_by_expiry ON staff_recoveries (expires_at_ms);

CREATE TABLE staff_seats (
    seat TEXT NOT NULL PRIMARY KEY,
    held_since_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE staff_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES staff_accounts (id),
    passkey_id TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    end_reason TEXT
    , proved_again_at_ms INTEGER) STRICT;

CREATE INDEX staff_sessions_by_account ON staff_sessions (account_id);

CREATE INDEX staff_sessions_by_age ON staff_sessions (started_at_ms);

CREATE TABLE stations (
    id TEXT NOT NULL PRIMARY KEY,
    name_mandarin TEXT NOT NULL,
    name_english TEXT NOT NULL,
    name_minnan TEXT NOT NULL,
    address_mandarin TEXT NOT NULL,
    address_english TEXT NOT NULL,
    address_minnan TEXT NOT NULL,
    division TEXT NOT NULL,
    latitude_microdegrees INTEGER NOT NULL,
    longitude_microdegrees INTEGER NOT NULL,
    hours TEXT NOT NULL,
    owner TEXT NOT NULL
) STRICT;

CREATE INDEX stations_by_division ON stations (division, id);

CREATE TABLE stopped_services (
    terminal_id TEXT NOT NULL,
    service TEXT NOT NULL,
    reason TEXT NOT NULL,
    stopped_at_ms INTEGER NOT NULL,
    stopped_by TEXT NOT NULL,
    PRIMARY KEY (terminal_id, service)
) STRICT;

CREATE INDEX stopped_services_by_age ON stopped_services (stopped_at_ms);

CREATE TABLE terminal_devices (
    terminal_id TEXT NOT NULL REFERENCES terminals (id),
    device TEXT NOT NULL,
    serial TEXT NOT NULL,
    PRIMARY KEY (terminal_id, device)
) STRICT;

CREATE TABLE terminal_runs (
    terminal_id TEXT NOT NULL PRIMARY KEY REFERENCES terminals (id),
    boots TEXT NOT NULL,
    reports INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    heard_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE terminals (
    id TEXT NOT NULL PRIMARY KEY,
    station_id TEXT NOT NULL REFERENCES stations (id),
    serial TEXT NOT NULL,
    public_key_pem TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('enrolled', 'stopped', 'revoked')),
    stop_reason TEXT,
    enrolled_at_ms INTEGER NOT NULL,
    health_at_ms INTEGER,
    version TEXT,
    card_reader TEXT,
    camera TEXT,
    printer TEXT,
    printer_reasons TEXT,
    reported_stop TEXT
    , reported_stop_id TEXT) STRICT;

CREATE INDEX terminals_by_station ON terminals (station_id, id);

CREATE UNIQUE INDEX terminals_key ON terminals (public_key_pem) WHERE state <> 'revoked';

CREATE UNIQUE INDEX terminals_serial ON terminals (serial) WHERE state <> 'revoked';

CREATE TABLE throttles (
    scope_term BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failed_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    case_number TEXT NOT NULL,
    question TEXT NOT NULL,
    citizen_id TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg')),
    size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'clean', 'infected')),
    content_hash BLOB NOT NULL,
    content_sealed BLOB NOT NULL,
    uploaded_at_ms INTEGER NOT NULL,
    looked_at_ms INTEGER NOT NULL,
    UNIQUE (case_number, question, content_hash)
) STRICT;

CREATE INDEX uploads_by_citizen ON uploads (citizen_id);

CREATE INDEX uploads_waiting ON uploads (looked_at_ms, id) WHERE state = 'waiting';

CREATE TABLE vault_subjects (
    subject_id TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB,
    kek_id TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    shredded_at_ms INTEGER,
    CHECK (CASE WHEN wrapped_key IS NULL THEN 1 ELSE 0 END
    = CASE WHEN shredded_at_ms IS NULL THEN 0 ELSE 1 END)
) STRICT;

CREATE INDEX vault_subjects_by_kek ON vault_subjects (kek_id, subject_id)
    WHERE shredded_at_ms IS NULL;

CREATE INDEX vault_subjects_shredded ON vault_subjects (shredded_at_ms, subject_id)
    WHERE shredded_at_ms IS NOT NULL;

CREATE TABLE volunteers (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name_sealed BLOB NOT NULL,
    phone_sealed BLOB NOT NULL,
    person_term BLOB NOT NULL,
    station_id TEXT NOT NULL,
    enrolled_at_ms INTEGER NOT NULL,
    enrolled_by TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    retired_at_ms INTEGER,
    retired_by TEXT,
    CHECK (enrolled_by <> approved_by)
) STRICT;

CREATE INDEX volunteers_by_station ON volunteers (station_id);

CREATE TABLE watched_persons (
    person_index BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('public-figure', 'canary')),
    approval_id TEXT NOT NULL REFERENCES approvals (id),
    added_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE wechat_bindings (
    citizen_id TEXT NOT NULL PRIMARY KEY,
    openid_term BLOB NOT NULL,
    openid_sealed BLOB NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'wechat', 'both')),
    bound_at_ms INTEGER NOT NULL
    , elsewhere_at_ms INTEGER) STRICT;

CREATE INDEX wechat_bindings_by_openid ON wechat_bindings (openid_term);

CREATE TABLE wechat_scenes (
    id TEXT NOT NULL PRIMARY KEY,
    citizen_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    scene_hash BLOB NOT NULL UNIQUE,
    address_sealed BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'scanned', 'asked', 'bound', 'dropped')),
    openid_sealed BLOB,
    code_hash BLOB,
    tries INTEGER NOT NULL,
    made_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX wechat_scenes_by_citizen ON wechat_scenes (citizen_id, made_at_ms);

CREATE TABLE wechat_undelivered (
    message TEXT NOT NULL PRIMARY KEY,
    heard_at_ms INTEGER NOT NULL
) STRICT;
