/* Generated from the dashboard's routes by `npm run docs`; do not edit. */

export interface paths {
  '/api/v1/alerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List alerts, newest first
     * @description Needs `alerts:read`.
     */
    get: operations['listAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/{alertId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An alert with its history
     * @description Needs `alerts:read`.
     */
    get: operations['getAlert'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/{alertId}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Events that counted for an alert and are still stored, oldest first
     * @description Needs `events:read`.
     */
    get: operations['getAlertEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/{alertId}/similar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is like an alert: others of its source, how others of its rule were judged, its events over time
     * @description Needs `alerts:read`.
     */
    get: operations['getSimilarAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/commands': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Acknowledge, assign, close, reopen or comment up to 100 alerts
     * @description Answers as soon as the commands are durable; alert-engine carries them out in their order. With `wait` it answers what became of them once that is stored. Needs `alerts:write`.
     */
    post: operations['commandAlerts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/counts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count alerts by status and severity
     * @description Needs `alerts:read`.
     */
    get: operations['countAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/anomalies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The most unusual events of a stretch of time, most unusual first
     * @description Of events whose scores were worth keeping; like ones are listed once. Unusual is not malicious. Needs `events:read`.
     */
    get: operations['listAnomalies'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/anomalies/model': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the anomaly model is doing: warm-up, budget of detections, and whether its scores drift
     * @description Needs `events:read`.
     */
    get: operations['getAnomalyModel'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the inventory by name, with the health of each asset
     * @description Needs `assets:read`.
     */
    get: operations['listAssets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An asset, its health, and the weaknesses its newest scan found
     * @description Needs `assets:read`.
     */
    get: operations['getAsset'];
    /**
     * Add an asset, or bring it to what is given; scans stay
     * @description Needs `assets:write`.
     */
    put: operations['putAsset'];
    post?: never;
    /**
     * Take an asset out of the inventory, with what scans found on it
     * @description Needs `assets:write`.
     */
    delete: operations['deleteAsset'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Add assets, and change those the inventory has; assets that are not named stay
     * @description Needs `assets:write`.
     */
    post: operations['importAssets'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets/scans': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take in a scanner's report: the weaknesses of assets, in place of what earlier scans found
     * @description Trivy and Grype reports are about one thing: `asset` says which asset it is. Nessus and OpenVAS reports name hosts, which are found by name or address. Larger reports are imported at the command line. Needs `assets:write`.
     */
    post: operations['importScan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List changes, newest first
     * @description The log tells who looked at it as well: the first page of each look is an entry, `audit.read`. Needs `audit:read`.
     */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Recompute the hash chain of the log and name the first entry at fault
     * @description Keep the head elsewhere and give it to a later check: it shows that nothing up to it was rewritten. Needs `audit:read`.
     */
    get: operations['verifyAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/invitations/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Become a member
     * @description Somebody new gives a name and a password. Somebody who has an account proves it by its password or the session of the browser. Opens a session in the organisation; one that the browser had ends.
     */
    post: operations['acceptInvitation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/invitations/show': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What an invitation is to */
    post: operations['showInvitation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in with a password
     * @description Sets the session cookie. Guessing is slowed down by account and address.
     */
    post: operations['login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End the session
     * @description Its sockets are closed too. Needs any credential.
     */
    post: operations['logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/oidc/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where the OpenID provider sends people back to
     * @description Opens a session in the first organisation by name and goes to the page, or to `/login?error=<code>`: `transaction`, `provider`, `no_email`, `account_exists`, `disabled`, `no_role`, `unavailable`.
     */
    get: operations['finishOidc'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/oidc/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Go to the OpenID provider to sign in
     * @description For browsers. When the provider cannot be reached it goes back to the page with `error=unavailable`.
     */
    get: operations['startOidc'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/options': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How one can sign in beside a password */
    get: operations['getAuthOptions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/organization': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Work in another organisation
     * @description Opens a session there, with the rights one has there, and ends the one that asked. Needs any credential.
     */
    post: operations['switchOrganization'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change one's own password
     * @description Ends all of the user's sessions, everywhere; the browser that asked gets a new one, with another `csrfToken`. Needs any credential.
     */
    post: operations['changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who asks, and what they may do
     * @description Needs any credential.
     */
    get: operations['getSession'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List notification channels by name, without their secrets
     * @description Needs `channels:read`.
     */
    get: operations['listChannels'];
    put?: never;
    /**
     * Make a channel: tell somebody of alerts
     * @description Secrets are kept sealed and never told again. A webhook without `secret` gets one, told this once. Needs `channels:write`.
     */
    post: operations['createChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels/{channelId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Take a channel away with its secrets; what waits for it is not told
     * @description Needs `channels:write`.
     */
    delete: operations['deleteChannel'];
    options?: never;
    head?: never;
    /**
     * Change a channel; what is not named stays, secrets too
     * @description Filter, group and mail server are replaced as a whole. The password of a mail server is kept for that server and no other. The type stays. Needs `channels:write`.
     */
    patch: operations['changeChannel'];
    trace?: never;
  };
  '/api/v1/channels/{channelId}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of the newest messages to a channel, newest first; at most 100
     * @description Needs `channels:read`.
     */
    get: operations['listDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels/{channelId}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a trial message and say what the receiver said
     * @description One try, at most 15 s; also to a channel that is off. A pager sees an incident that is resolved. Needs `channels:write`.
     */
    post: operations['testChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the installation does by framework: score, measured share, trend
     * @description As the newest run of compliance-reporter found it. It belongs to the installation: members of the platform organisation alone see it. Needs `platform:read`.
     */
    get: operations['getCompliance'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/checks/{checkId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The evidence of a check: what was asked of whom, what came back, and the verdict
     * @description Needs `platform:read`.
     */
    get: operations['getComplianceCheck'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/exceptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List waivers and attestations that are good now, newest first
     * @description Needs `platform:read`.
     */
    get: operations['listComplianceExceptions'];
    put?: never;
    /**
     * Answer for a check that fails (`waiver`), or vouch for what cannot be measured (`attestation`)
     * @description From the next run on; a check that is waived or attested never counts as a pass. Needs `platform:write`.
     */
    post: operations['addComplianceException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/exceptions/{exceptionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End a waiver or an attestation before its time
     * @description From the next run on the check counts as it is found. Needs `platform:write`.
     */
    delete: operations['endComplianceException'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/frameworks/{frameworkId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Controls of a framework and the checks each rests on, as the newest run found them
     * @description Needs `platform:read`.
     */
    get: operations['getComplianceFramework'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List compliance reports, newest first
     * @description Those of the own organisation, and with `platform:read` those of the installation; 200 of each at most. Needs `reports:read`.
     */
    get: operations['listComplianceReports'];
    put?: never;
    /**
     * Have a signed report made of a framework and a period
     * @description A run is made first, unless `isFresh` is false. Without a period it is about the last 30 days. Follow it with getComplianceRequest. About the installation it needs `platform:read` as well. Needs `reports:write`.
     */
    post: operations['createComplianceReport'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/reports/{reportId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Write out a compliance report
     * @description The same report gives the same bytes: their SHA-256 stands in `Repr-Digest` and with the report in its list. It is kept in the audit log who took one. Needs `reports:read`.
     */
    get: operations['exportComplianceReport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/requests/{requestId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What came of a run or report that was asked for
     * @description One of the own organisation; those of the installation with `platform:read`. Needs `reports:read`.
     */
    get: operations['getComplianceRequest'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/compliance/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List runs of the checks over the installation, newest first
     * @description Needs `platform:read`.
     */
    get: operations['listComplianceRuns'];
    put?: never;
    /**
     * Have every check of the installation measured now
     * @description compliance-reporter takes it up within a second: follow it with getComplianceRequest. Needs `platform:write`.
     */
    post: operations['startComplianceRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Events that a group could not handle, group by group, oldest first
     * @description Needs `pipeline:read`.
     */
    get: operations['listDeadLetters'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters/{group}/{letterId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A dead letter with the whole event
     * @description The event of an entry that could not be read is a JSON array of the entry's raw fields in base64. Needs `pipeline:read`.
     */
    get: operations['getDeadLetter'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Put up to 1000 dead letters back on their streams
     * @description Each goes back in one step with its old accept time, and only the group that gave it up handles it again. Needs `pipeline:write`.
     */
    post: operations['replayDeadLetters'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find events, newest event time first
     * @description Needs `events:read`.
     */
    get: operations['searchEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/events/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Write found events out, newest event time first
     * @description Ends when there are no more or `limit` are written. The trailers say how many there are and where a next export goes on. An export that fails on its way, or of which nothing is taken for 30 s, breaks the connection off. One organisation runs at most half of all exports. Texts in CSV that a spreadsheet would take for a formula begin with an apostrophe. Start and end are kept in the audit log. Needs `events:export`.
     */
    get: operations['exportEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/incidents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List incidents, newest first
     * @description Needs `incidents:read`.
     */
    get: operations['listIncidents'];
    put?: never;
    /**
     * Open an incident by hand
     * @description Durable at once; the incident is to be read as soon as alert-engine has opened it. Needs `incidents:write`.
     */
    post: operations['openIncident'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/incidents/{incidentId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An incident with its history and alerts
     * @description Needs `incidents:read`.
     */
    get: operations['getIncident'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/incidents/commands': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Note on, assign or close up to 100 incidents
     * @description As for alerts: durable at once, carried out in their order, and awaited with `wait`. Needs `incidents:write`.
     */
    post: operations['commandIncidents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/intel/lists': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the threat-intelligence lists events are matched against, by name
     * @description Needs `intel:read`.
     */
    get: operations['listIntelLists'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/intel/lists/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Store a list, in place of the one of the same name
     * @description CSV, STIX 2.1 or a MISP export. Larger lists are imported at the command line. Needs `intel:write`.
     */
    put: operations['putIntelList'];
    post?: never;
    /**
     * Remove a list with its indicators
     * @description Needs `intel:write`.
     */
    delete: operations['deleteIntelList'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/intel/reputation/{address}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How far an address is known for trouble: by alerts about it and lists that name it
     * @description Needs `intel:read`.
     */
    get: operations['getReputation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List invitations, newest first; at most 1,000
     * @description Needs `members:read`.
     */
    get: operations['listInvitations'];
    put?: never;
    /**
     * Invite somebody to the organisation
     * @description An earlier open invitation of the same address ends. Where the platform can send mail, the link is mailed and the token is not told; else, or when the mail server refuses, it is told this once, for the link `/invite#<token>`. Of an account that is made with a token which was told, nobody knows that it is its person’s. Needs `members:write`.
     */
    post: operations['invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/invitations/{invitationId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End an invitation; nothing happens to one that has ended
     * @description Needs `members:write`.
     */
    delete: operations['revokeInvitation'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List API keys, oldest first, also those that have ended
     * @description Needs `keys:read`.
     */
    get: operations['listKeys'];
    put?: never;
    /**
     * Make an API key
     * @description It works as soon as it is answered. Nobody makes a key that allows more than they may themselves, and no key makes one that outlives it. Needs `keys:write`.
     */
    post: operations['createKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/keys/{keyId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End an API key for good
     * @description It is refused everywhere within 5 s. One that is revoked already stays as it is. Needs `keys:write`.
     */
    delete: operations['revokeKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/members': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List members by e-mail address
     * @description Needs `members:read`.
     */
    get: operations['listMembers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/members/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Give a member another role
     * @description The member's sessions end, so that the new rights hold at once. The last admin stays one. Needs `members:write`.
     */
    put: operations['changeMember'];
    post?: never;
    /**
     * Take a member out of the organisation
     * @description The member's sessions end at once. The last admin stays. Needs `members:write`.
     */
    delete: operations['removeMember'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/members/{userId}/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End all sessions of a member in the organisation at once
     * @description Closes their sockets too. Needs `members:write`, but for one's own. Needs any credential.
     */
    delete: operations['endMemberSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/metrics/alerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Alerts opened per UTC day, by severity
     * @description Needs `alerts:read`.
     */
    get: operations['getAlertSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/metrics/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Accepted events over time, by severity
     * @description Needs `events:read`.
     */
    get: operations['getEventSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: operations['getApiDocument'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organization': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The organisation and its settings
     * @description Needs `org:read`.
     */
    get: operations['getOrganization'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change settings of the organisation
     * @description Needs `org:write`.
     */
    patch: operations['changeOrganization'];
    trace?: never;
  };
  '/api/v1/overview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How things stand: events, open alerts and incidents, threats, sources and assets
     * @description Made from counters and kept for some seconds; old numbers are answered while new ones are made. Needs `alerts:read`.
     */
    get: operations['getOverview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/pipeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What each group still has to do for the organisation, and its dead letters
     * @description Counted in stream entries; one entry holds up to 100 events. Needs `pipeline:read`.
     */
    get: operations['getPipeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/rules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the rules of the organisation, in the order of its packs
     * @description Needs `rules:read`.
     */
    get: operations['listRules'];
    put?: never;
    /**
     * Publish a rule of your own
     * @description One Sigma rule or correlation. It stands in the place of a rule of the same id or name, be it your own or one of a pack. Earlier texts are kept. What is wrong with it is told by line in `errors`. Needs `rules:write`.
     */
    post: operations['publishRule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/rules/{ruleId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A rule: its text, what it looks for, and how its alerts were judged
     * @description Needs `rules:read`.
     */
    get: operations['getRule'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Enable or disable a rule, or set its threshold, window and severity
     * @description Needs `rules:write`.
     */
    patch: operations['changeRule'];
    trace?: never;
  };
  '/api/v1/rules/{ruleId}/rollback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Publish an earlier text of a rule of your own again
     * @description Needs `rules:write`.
     */
    post: operations['rollbackRule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/rules/{ruleId}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The published texts of a rule of your own, newest first
     * @description Needs `rules:read`.
     */
    get: operations['listRuleVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/rules/{ruleId}/withdraw': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take a rule of your own out; its texts are kept, and a rule of a pack that it replaced runs again
     * @description Needs `rules:write`.
     */
    post: operations['withdrawRule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/rules/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Try a rule over stored events, as live detection would run it; nobody is told
     * @description Also asks for `events:read`. Windows and alerts that began before the range are not known to it. Suppressions are left out. One organisation tries one rule at a time. Needs `rules:read`.
     */
    post: operations['testRule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List records of the chain of the installation, newest first
     * @description Looks at no more than 5000 records, so a page may be short though more follow. Needs `platform:read`.
     */
    get: operations['listSecurityAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/posture': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How secure the Redis installation is: score, checks, nodes, users, refusals
     * @description As acl-manager last measured it; `atMs` says when, seconds ago when all is well. It belongs to the installation: members of the platform organisation alone see it. Needs `platform:read`.
     */
    get: operations['getSecurityPosture'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/report': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Write out how secure the Redis installation is
     * @description JSON has all of the posture, CSV its checks, a line each. It is kept in the audit log who took one. Needs `platform:read`.
     */
    get: operations['exportSecurityReport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/requests/{requestId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What came of a request to acl-manager within the last ten minutes
     * @description Needs `platform:read`.
     */
    get: operations['getSecurityRequest'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Exchange the passwords of all Redis users, one user after the other
     * @description It goes on by itself: follow it with getSecurityRequest, or in the posture. Needs `platform:write`.
     */
    post: operations['rotateSecurityUsers'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask every node whether a Redis user may run a command; nothing is run
     * @description By ACL DRYRUN. Needs `platform:read`.
     */
    post: operations['testSecurityCommand'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Redis users with their effective permissions and the age of their passwords
     * @description Needs `platform:read`.
     */
    get: operations['listSecurityUsers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/users/{user}/rollback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Turn round the rotation of a Redis user that is under way
     * @description Works until the old password is taken away. Needs `platform:write`.
     */
    post: operations['rollBackSecurityUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/security/users/{user}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Exchange the password of a Redis user without dropping a command
     * @description It goes on by itself: follow it with getSecurityRequest, or in the posture. Needs `platform:write`.
     */
    post: operations['rotateSecurityUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who is signed in to the organisation
     * @description At most 1,000. Needs `members:read`, but for one's own. Needs any credential.
     */
    get: operations['listSessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions/{sessionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End a session at once
     * @description Closes its sockets too. Needs `members:write`, but for one's own. Needs any credential.
     */
    delete: operations['endSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sinks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List where events are forwarded to, by name, and how each is doing; without secrets
     * @description Needs `sinks:read`.
     */
    get: operations['listSinks'];
    put?: never;
    /**
     * Make a sink: forward events to a SIEM
     * @description Secrets are kept sealed and never told again. A webhook without `secret` gets one, told this once. Needs `sinks:write`.
     */
    post: operations['createSink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sinks/{sinkId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One sink, and how it is doing; without secrets
     * @description Needs `sinks:read`.
     */
    get: operations['getSink'];
    put?: never;
    post?: never;
    /**
     * Take a sink away with its secrets and its cursor; what waits for it is not forwarded
     * @description Needs `sinks:write`.
     */
    delete: operations['deleteSink'];
    options?: never;
    head?: never;
    /**
     * Change a sink; what is not named stays, secrets too
     * @description Filter and batch are replaced as a whole; `settings` names settings of its type. Secrets are kept for the place they were given for and no other. Type, cursor and start stay. Needs `sinks:write`.
     */
    patch: operations['changeSink'];
    trace?: never;
  };
  '/api/v1/sinks/{sinkId}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop forwarding to a sink; what comes meanwhile is kept for it
     * @description Needs `sinks:write`.
     */
    post: operations['pauseSink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sinks/{sinkId}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Go on forwarding to a sink, from where it was
     * @description Needs `sinks:write`.
     */
    post: operations['resumeSink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sinks/{sinkId}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a trial event to a sink and say what it said
     * @description One try, past its cursor and filter; also to a sink that is paused. Needs `sinks:write`.
     */
    post: operations['testSink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/suppressions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List suppressions in force and to come, the one that ends last first
     * @description Needs `suppressions:read`.
     */
    get: operations['listSuppressions'];
    put?: never;
    /**
     * Hide alerts for a time: they are made and counted, and nobody is told
     * @description Needs `suppressions:write`.
     */
    post: operations['createSuppression'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/suppressions/{suppressionId}/expire': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End a suppression now
     * @description Needs `suppressions:write`.
     */
    post: operations['expireSuppression'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/suppressions/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * What a suppression would have hidden of the last days
     * @description Needs `suppressions:read`.
     */
    post: operations['previewSuppression'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/views': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List saved views by name: one's own, and those that are shared
     * @description Needs `org:read`.
     */
    get: operations['listViews'];
    put?: never;
    /**
     * Keep a view, in place of one's own of that page and name
     * @description One keeps at most 100. Sharing one needs `alerts:write`. Needs `org:read`.
     */
    post: operations['saveView'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/views/{viewId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Take away a view of one's own; with `org:write` also one that another shares
     * @description Needs `org:read`.
     */
    delete: operations['deleteView'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AcceptInvitationBody: {
      /** @description Of somebody new */
      displayName?: string;
      /** @description A new one of somebody new, their own of somebody who has an account */
      password?: string;
      /** @description Of the link in the invitation */
      token: string;
    };
    AcceptInvitationReply: {
      /** @description For `x-csrf-token` of requests with the cookie that change something */
      csrfToken: string | null;
      /** @description When the session ends at the latest */
      expiresAtMs: number | null;
      /** @description Flags of the organisation, as they hold */
      features: {
        [key: string]: boolean;
      };
      organization: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
      };
      /** @description Where the user may work; see switchOrganization */
      organizations: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
      }[];
      permissions: (
        | 'events:write'
        | 'events:read'
        | 'events:export'
        | 'alerts:read'
        | 'alerts:write'
        | 'incidents:read'
        | 'incidents:write'
        | 'rules:read'
        | 'rules:write'
        | 'suppressions:read'
        | 'suppressions:write'
        | 'channels:read'
        | 'channels:write'
        | 'sinks:read'
        | 'sinks:write'
        | 'assets:read'
        | 'assets:write'
        | 'intel:read'
        | 'intel:write'
        | 'pipeline:read'
        | 'pipeline:write'
        | 'reports:read'
        | 'reports:write'
        | 'org:read'
        | 'org:write'
        | 'members:read'
        | 'members:write'
        | 'keys:read'
        | 'keys:write'
        | 'audit:read'
        | 'platform:read'
        | 'platform:write'
      )[];
      role: ('viewer' | 'analyst' | 'admin' | 'auditor') | null;
      /** @description Null for an API key */
      user: {
        displayName: string;
        email: string;
        /** Format: uuid */
        userId: string;
      } | null;
    };
    AddComplianceExceptionBody: {
      checkId: string;
      /** @description At most a year from now */
      expiresAtMs: number;
      /**
       * @default waiver
       * @enum {string}
       */
      kind: 'waiver' | 'attestation';
      /** @description Who answers for it */
      owner: string;
      /** @description Shown in reports and kept in the audit log */
      reason: string;
    };
    AddComplianceExceptionReply: {
      exceptionId: string;
    };
    Alert: {
      /** Format: uuid */
      alertId: string;
      anomalyReasons?: {
        aspect: string;
        /** @enum {string} */
        code: 'rarity' | 'burst' | 'fan_out' | 'number' | 'hour' | 'own_model';
        fields: {
          [key: string]: string;
        };
        share: number;
        text: string;
      }[];
      anomalyScore?: number;
      assignee?: string;
      count: number;
      createdAtMs: number;
      /** @enum {string} */
      disposition?: 'true_positive' | 'false_positive' | 'benign';
      fingerprint: string;
      firstSeenMs: number;
      /** Format: uuid */
      incidentId?: string;
      /** Format: uuid */
      inhibitedBy?: string;
      lastSeenMs: number;
      mitre: {
        tactic?: string;
        technique?: string;
      }[];
      /** Format: uuid */
      orgId: string;
      reason: string;
      riskScore: number;
      ruleAuthor?: string;
      ruleId: string;
      ruleName: string;
      sampleEventIds: string[];
      /** @enum {string} */
      severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
      /** @enum {string} */
      status: 'firing' | 'acknowledged' | 'resolved' | 'closed';
      subject: {
        asset?: string;
        group?: string;
        sourceIp?: string;
        user?: string;
      };
      /** Format: uuid */
      suppressedBy?: string;
      tags: string[];
      threshold?: number;
      title: string;
      updatedAtMs: number;
      version: number;
      windowSeconds?: number;
    };
    ChangeChannelBody: {
      filter?: {
        /** @default true */
        isResolvedTold: boolean;
        /**
         * @default low
         * @enum {string}
         */
        minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        ruleIds?: string[];
        tags?: string[];
      };
      from?: string | null;
      group?: {
        /**
         * @default [
         *       "ruleId"
         *     ]
         */
        by: ('ruleId' | 'subject' | 'alertId')[];
        /** @default 300 */
        intervalSeconds: number;
        /** @default 14400 */
        repeatSeconds: number;
        /** @default 10 */
        waitSeconds: number;
      };
      isEnabled?: boolean;
      name?: string;
      /** @description Why, for the audit log */
      reason?: string;
      routingKey?: string;
      secret?: string;
      smtp?: {
        host: string;
        /** @default false */
        isSecure: boolean;
        password?: string;
        /** @default 587 */
        port: number;
        username?: string;
      } | null;
      to?: string[];
      /** Format: uri */
      url?: string;
    };
    ChangeChannelReply: {
      channel: {
        /** Format: uuid */
        channelId: string;
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description Which alerts it is told of */
        filter: {
          /** @default true */
          isResolvedTold: boolean;
          /**
           * @default low
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          ruleIds?: string[];
          tags?: string[];
        };
        /** @description What goes into one message, and when */
        group: {
          /**
           * @default [
           *       "ruleId"
           *     ]
           */
          by: ('ruleId' | 'subject' | 'alertId')[];
          /** @default 300 */
          intervalSeconds: number;
          /** @default 14400 */
          repeatSeconds: number;
          /** @default 10 */
          waitSeconds: number;
        };
        hasSecret: boolean;
        isEnabled: boolean;
        name: string;
        /** @description Recipients, or the host of the address */
        target: string;
        /** @enum {string} */
        type: 'email' | 'slack' | 'webhook' | 'pagerduty';
      };
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
    };
    ChangeMemberBody: {
      /** @description Why, for the audit log */
      reason?: string;
      /** @enum {string} */
      role: 'viewer' | 'analyst' | 'admin' | 'auditor';
    };
    ChangeMemberReply: {
      member: {
        displayName: string;
        email: string;
        /** @description Signs in nowhere */
        isDisabled: boolean;
        /** @description To any organisation */
        lastLoginAtMs?: number;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
        sinceMs: number;
        /**
         * @description `oidc`: by what the provider says, and until it says otherwise
         * @enum {string}
         */
        source: 'local' | 'oidc';
        /** Format: uuid */
        userId: string;
      };
    };
    ChangeOrganizationBody: {
      /** @description What is not named stays */
      alertSettings?: {
        alertThresholds?: {
          critical?: number;
          high?: number;
          medium?: number;
        };
        anomalyBudgetPerDay?: number;
        anomalyChangeUntilMs?: number;
        anomalyFields?: {
          [key: string]: string[];
        };
        dedupWindowSeconds?: number;
        inhibitions?: {
          /** @enum {string} */
          equal: 'sourceIp' | 'user' | 'asset';
          sourceRuleIds: string[];
          targetRuleIds?: string[];
        }[];
        latenessSeconds?: number;
        repeatIntervalSeconds?: number;
        riskHalfLifeHours?: number;
      };
      displayName?: string;
      /** @description Flags that are not named stay; null: the default */
      features?: {
        auto_incident_creation?: boolean | null;
        compliance_monitoring?: boolean | null;
        duplicate_detection?: boolean | null;
        ml_threat_detection?: boolean | null;
        siem_integration?: boolean | null;
      };
      /** @description Why, for the audit log */
      reason?: string;
      /** @description Events that are older go at the next clean-up */
      retentionDays?: number;
    };
    ChangeOrganizationReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      organization: components['schemas']['GetOrganizationReply'];
    };
    ChangePasswordBody: {
      current: string;
      next: string;
    };
    ChangeRuleBody: {
      /** @description Whether it runs */
      isEnabled?: boolean;
      /** @description Replaces what was set; null: as the rule says */
      override?: {
        /** @enum {string} */
        severity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        threshold?: number;
        windowSeconds?: number;
      } | null;
      /** @description Why; kept in the audit log */
      reason?: string;
    };
    ChangeRuleReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      rule: {
        author?: string;
        /** @description Whether a threshold and window can be set */
        hasThreshold: boolean;
        /** @description Published by the organisation itself */
        isOwn: boolean;
        /** @enum {string} */
        kind: 'detection' | 'correlation';
        /**
         * @description As the rule says; see override
         * @enum {string}
         */
        level: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        name?: string;
        /** @description What is in force beside what the rule says */
        override?: {
          isEnabled?: boolean;
          /** @enum {string} */
          severity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          threshold?: number;
          windowSeconds?: number;
        };
        packId: string;
        path: string;
        ruleId: string;
        /**
         * @description `off_by_default`: runs when it is enabled by name; `shadowed`: an earlier pack has a rule of this id
         * @enum {string}
         */
        state: 'enabled' | 'disabled' | 'off_by_default' | 'shadowed';
        tags: string[];
        title: string;
      };
    };
    ChangeSinkBody: {
      batch?: {
        /** @default 0 */
        lingerMs: number;
        /** @default 1048576 */
        maxBytes: number;
        /** @default 500 */
        maxEvents: number;
      };
      filter?: {
        eventTypes?: string[];
        /**
         * @default informational
         * @enum {string}
         */
        minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        query?: string;
        /**
         * @default [
         *       "events"
         *     ]
         */
        streams: ('events' | 'alerts')[];
      };
      isEnabled?: boolean;
      /** @enum {string} */
      mapping?: 'ecs' | 'ocsf' | 'cef' | 'raw';
      name?: string;
      /** @enum {string} */
      onFull?: 'block' | 'detach';
      /** @description Why, for the audit log */
      reason?: string;
      settings?: {
        [key: string]: unknown;
      };
    };
    ChangeSinkReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      sink: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      };
    };
    CommandAlertsBody:
      | {
          alertIds: string[];
          note?: string;
          /** @constant */
          type: 'acknowledge';
        }
      | {
          alertIds: string[];
          /** @description Null: nobody */
          assignee: string | null;
          /** @constant */
          type: 'assign';
        }
      | {
          alertIds: string[];
          /** @enum {string} */
          disposition: 'true_positive' | 'false_positive' | 'benign';
          note?: string;
          /** @constant */
          type: 'close';
        }
      | {
          alertIds: string[];
          note?: string;
          /** @constant */
          type: 'reopen';
        }
      | {
          alertIds: string[];
          note: string;
          /** @constant */
          type: 'comment';
        };
    CommandAlertsReply: {
      results: {
        /**
         * Format: uuid
         * @description Stands in the history of what it changed
         */
        commandId?: string;
        /** @description Of `unanswered`: what it waits for */
        detail?: string;
        /**
         * Format: uuid
         * @description Of the alert or incident
         */
        id: string;
        /**
         * @description `sent`: durable, and nobody waited; `done`: carried out and stored; `refused`: handled, and nothing changed; `unanswered`: not handled within the wait, it will be; `not_found`: there is no such, nothing was sent
         * @enum {string}
         */
        outcome: 'sent' | 'done' | 'refused' | 'unanswered' | 'not_found';
        /** @description Of `done`: afterwards */
        status?: string;
      }[];
    };
    CommandIncidentsBody:
      | {
          incidentIds: string[];
          note: string;
          /** @constant */
          type: 'note';
        }
      | {
          /** @description Null: nobody */
          assignee: string | null;
          incidentIds: string[];
          /** @constant */
          type: 'assign';
        }
      | {
          incidentIds: string[];
          note: string;
          /** @constant */
          type: 'close';
        };
    CommandIncidentsReply: {
      results: {
        /**
         * Format: uuid
         * @description Stands in the history of what it changed
         */
        commandId?: string;
        /** @description Of `unanswered`: what it waits for */
        detail?: string;
        /**
         * Format: uuid
         * @description Of the alert or incident
         */
        id: string;
        /**
         * @description `sent`: durable, and nobody waited; `done`: carried out and stored; `refused`: handled, and nothing changed; `unanswered`: not handled within the wait, it will be; `not_found`: there is no such, nothing was sent
         * @enum {string}
         */
        outcome: 'sent' | 'done' | 'refused' | 'unanswered' | 'not_found';
        /** @description Of `done`: afterwards */
        status?: string;
      }[];
    };
    CountAlertsReply: {
      counts: {
        acknowledged: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
        closed: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
        firing: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
        resolved: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
      };
    };
    CreateChannelBody: {
      channel:
        | {
            /** @default {} */
            filter: {
              /** @default true */
              isResolvedTold: boolean;
              /**
               * @default low
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              ruleIds?: string[];
              tags?: string[];
            };
            /** Format: email */
            from?: string;
            /** @default {} */
            group: {
              /**
               * @default [
               *       "ruleId"
               *     ]
               */
              by: ('ruleId' | 'subject' | 'alertId')[];
              /** @default 300 */
              intervalSeconds: number;
              /** @default 14400 */
              repeatSeconds: number;
              /** @default 10 */
              waitSeconds: number;
            };
            /** @default true */
            isEnabled: boolean;
            name: string;
            smtp?: {
              host: string;
              /** @default false */
              isSecure: boolean;
              password?: string;
              /** @default 587 */
              port: number;
              username?: string;
            };
            to: string[];
            /** @constant */
            type: 'email';
          }
        | {
            /** @default {} */
            filter: {
              /** @default true */
              isResolvedTold: boolean;
              /**
               * @default low
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              ruleIds?: string[];
              tags?: string[];
            };
            /** @default {} */
            group: {
              /**
               * @default [
               *       "ruleId"
               *     ]
               */
              by: ('ruleId' | 'subject' | 'alertId')[];
              /** @default 300 */
              intervalSeconds: number;
              /** @default 14400 */
              repeatSeconds: number;
              /** @default 10 */
              waitSeconds: number;
            };
            /** @default true */
            isEnabled: boolean;
            name: string;
            /** @constant */
            type: 'slack';
            /** Format: uri */
            url: string;
          }
        | {
            /** @default {} */
            filter: {
              /** @default true */
              isResolvedTold: boolean;
              /**
               * @default low
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              ruleIds?: string[];
              tags?: string[];
            };
            /** @default {} */
            group: {
              /**
               * @default [
               *       "ruleId"
               *     ]
               */
              by: ('ruleId' | 'subject' | 'alertId')[];
              /** @default 300 */
              intervalSeconds: number;
              /** @default 14400 */
              repeatSeconds: number;
              /** @default 10 */
              waitSeconds: number;
            };
            /** @default true */
            isEnabled: boolean;
            name: string;
            secret?: string;
            /** @constant */
            type: 'webhook';
            /** Format: uri */
            url: string;
          }
        | {
            /** @default {} */
            filter: {
              /** @default true */
              isResolvedTold: boolean;
              /**
               * @default low
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              ruleIds?: string[];
              tags?: string[];
            };
            /** @default {} */
            group: {
              /**
               * @default [
               *       "ruleId"
               *     ]
               */
              by: ('ruleId' | 'subject' | 'alertId')[];
              /** @default 300 */
              intervalSeconds: number;
              /** @default 14400 */
              repeatSeconds: number;
              /** @default 10 */
              waitSeconds: number;
            };
            /** @default true */
            isEnabled: boolean;
            name: string;
            routingKey: string;
            /** @constant */
            type: 'pagerduty';
          };
      /** @description Why, for the audit log */
      reason?: string;
    };
    CreateChannelReply: {
      channel: {
        /** Format: uuid */
        channelId: string;
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description Which alerts it is told of */
        filter: {
          /** @default true */
          isResolvedTold: boolean;
          /**
           * @default low
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          ruleIds?: string[];
          tags?: string[];
        };
        /** @description What goes into one message, and when */
        group: {
          /**
           * @default [
           *       "ruleId"
           *     ]
           */
          by: ('ruleId' | 'subject' | 'alertId')[];
          /** @default 300 */
          intervalSeconds: number;
          /** @default 14400 */
          repeatSeconds: number;
          /** @default 10 */
          waitSeconds: number;
        };
        hasSecret: boolean;
        isEnabled: boolean;
        name: string;
        /** @description Recipients, or the host of the address */
        target: string;
        /** @enum {string} */
        type: 'email' | 'slack' | 'webhook' | 'pagerduty';
      };
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      /** @description The signing secret that was made */
      secret?: string;
    };
    CreateComplianceReportBody: {
      /**
       * @default organization
       * @enum {string}
       */
      about: 'organization' | 'installation';
      /** @enum {string} */
      framework: 'soc2' | 'iso27001' | 'csf' | 'nist80053' | 'pci';
      fromMs?: number;
      /** @default true */
      isFresh: boolean;
      /** @description Why, for the audit log */
      reason?: string;
      /** @description Exclusive */
      toMs?: number;
    };
    CreateComplianceReportReply: {
      requestId: string;
    };
    CreateKeyBody: {
      /** @description Absent: until it is revoked */
      expiresAtMs?: number;
      name: string;
      /** @description Why, for the audit log */
      reason?: string;
      scopes: ('ingest' | 'read' | 'admin')[];
    };
    CreateKeyReply: {
      key: {
        createdAtMs: number;
        expiresAtMs?: number;
        keyId: string;
        name: string;
        revokedAtMs?: number;
        scopes: string[];
      };
      /** @description The key itself; told this once, kept nowhere */
      text: string;
    };
    CreateSinkBody: {
      /** @description Why, for the audit log */
      reason?: string;
      sink:
        | {
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default 13 */
            facility: number;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            host: string;
            /** @default true */
            isConfirmed: boolean;
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            port: number;
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            /**
             * @default tls
             * @enum {string}
             */
            transport: 'tcp' | 'tls';
            /** @constant */
            type: 'syslog';
          }
        | {
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            index?: string;
            /** @default true */
            isAcknowledged: boolean;
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            /** @default redoubt */
            sourcetype: string;
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            token: string;
            /** @constant */
            type: 'splunk_hec';
            /** Format: uri */
            url: string;
          }
        | {
            apiKey?: string;
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            index: string;
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            password?: string;
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            /** @constant */
            type: 'elasticsearch';
            /** Format: uri */
            url: string;
            username?: string;
          }
        | {
            authorization?: string;
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            /** @constant */
            type: 'otlp';
            /** Format: uri */
            url: string;
          }
        | {
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            secret?: string;
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            /** @constant */
            type: 'webhook';
            /** Format: uri */
            url: string;
          }
        | {
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            fileName: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            /** @default true */
            isEnabled: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            /** @constant */
            type: 'file';
          }
        | {
            accessKeyId: string;
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            bucket: string;
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            /**
             * @default gzip
             * @enum {string}
             */
            format: 'gzip' | 'parquet';
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            /** @default  */
            prefix: string;
            /** @default us-east-1 */
            region: string;
            secretAccessKey: string;
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            /** @constant */
            type: 's3';
            /** Format: uri */
            url: string;
          }
        | {
            /** @default {} */
            batch: {
              /** @default 0 */
              lingerMs: number;
              /** @default 1048576 */
              maxBytes: number;
              /** @default 500 */
              maxEvents: number;
            };
            brokers: string[];
            caPem?: string;
            clientCertPem?: string;
            clientKeyPem?: string;
            /** @default {} */
            filter: {
              eventTypes?: string[];
              /**
               * @default informational
               * @enum {string}
               */
              minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
              query?: string;
              /**
               * @default [
               *       "events"
               *     ]
               */
              streams: ('events' | 'alerts')[];
            };
            /** @default true */
            isEnabled: boolean;
            /** @default true */
            isTls: boolean;
            /** @default true */
            isTlsVerified: boolean;
            /**
             * @default ecs
             * @enum {string}
             */
            mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
            name: string;
            /**
             * @default detach
             * @enum {string}
             */
            onFull: 'block' | 'detach';
            password?: string;
            /**
             * @default now
             * @enum {string}
             */
            startAt: 'now' | 'oldest';
            topic: string;
            /** @constant */
            type: 'kafka';
            username?: string;
          };
    };
    CreateSinkReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      /** @description The signing secret that was made */
      secret?: string;
      sink: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      };
    };
    CreateSuppressionBody: {
      expiresAtMs: number;
      /** @description All of them must hold */
      matchers: {
        /** @enum {string} */
        field: 'ruleId' | 'severity' | 'sourceIp' | 'user' | 'asset' | 'tag';
        /** @enum {string} */
        op: 'equals' | 'in' | 'cidr' | 'startsWith';
        value: string | string[];
      }[];
      /** @description Others will read it */
      reason: string;
      /** @description Now when absent */
      startsAtMs?: number;
    };
    CreateSuppressionReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      suppression: {
        createdAtMs: number;
        /** @description Who ended it before its time */
        endedBy?: string;
        expiresAtMs: number;
        matchers: {
          /** @enum {string} */
          field: 'ruleId' | 'severity' | 'sourceIp' | 'user' | 'asset' | 'tag';
          /** @enum {string} */
          op: 'equals' | 'in' | 'cidr' | 'startsWith';
          value: string | string[];
        }[];
        owner: string;
        reason: string;
        startsAtMs?: number;
        /** Format: uuid */
        suppressionId: string;
      };
    };
    DeleteAssetReply: {
      name: string;
    };
    DeleteChannelReply: {
      /** @description As it was */
      channel: {
        /** Format: uuid */
        channelId: string;
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description Which alerts it is told of */
        filter: {
          /** @default true */
          isResolvedTold: boolean;
          /**
           * @default low
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          ruleIds?: string[];
          tags?: string[];
        };
        /** @description What goes into one message, and when */
        group: {
          /**
           * @default [
           *       "ruleId"
           *     ]
           */
          by: ('ruleId' | 'subject' | 'alertId')[];
          /** @default 300 */
          intervalSeconds: number;
          /** @default 14400 */
          repeatSeconds: number;
          /** @default 10 */
          waitSeconds: number;
        };
        hasSecret: boolean;
        isEnabled: boolean;
        name: string;
        /** @description Recipients, or the host of the address */
        target: string;
        /** @enum {string} */
        type: 'email' | 'slack' | 'webhook' | 'pagerduty';
      };
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
    };
    DeleteIntelListReply: {
      name: string;
    };
    DeleteSinkReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      /** @description As it was */
      sink: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      };
    };
    DeleteViewReply: {
      /** @description As it was */
      view: {
        isOwn: boolean;
        /** @description Everybody in the organisation sees it */
        isShared: boolean;
        name: string;
        /** @description `user:<id>` or `api_key:<id>` */
        owner: string;
        /** @description What people call them */
        ownerName: string | null;
        page: string;
        /** @description Search string of the page's address, without `?` */
        query: string;
        updatedAtMs: number;
        /** Format: uuid */
        viewId: string;
      };
    };
    EndComplianceExceptionReply: {
      checkId: string;
    };
    EndMemberSessionsReply: {
      ended: number;
    };
    ExpireSuppressionReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      suppression: {
        createdAtMs: number;
        /** @description Who ended it before its time */
        endedBy?: string;
        expiresAtMs: number;
        matchers: {
          /** @enum {string} */
          field: 'ruleId' | 'severity' | 'sourceIp' | 'user' | 'asset' | 'tag';
          /** @enum {string} */
          op: 'equals' | 'in' | 'cidr' | 'startsWith';
          value: string | string[];
        }[];
        owner: string;
        reason: string;
        startsAtMs?: number;
        /** Format: uuid */
        suppressionId: string;
      };
    };
    ExportComplianceReportReply:
      | {
          [key: string]: unknown;
        }
      | string;
    ExportEventsReply: string;
    ExportSecurityReportReply:
      | {
          madeAtMs: number;
          posture: components['schemas']['GetSecurityPostureReply'];
        }
      | string;
    GetAlertEventsReply: {
      events: {
        action?: string;
        /** @description Absent: not scored, or too ordinary to keep */
        anomaly?: {
          /** @description 0-100, how unusual for the organisation; unusual is not malicious */
          anomalyScore: number;
          /** @description 0-1, how much had been seen to base it on */
          confidence: number;
          /** @description The model was less than a day old, so the score was capped */
          isWarmingUp: boolean;
          /** @description The weightiest first */
          reasons: {
            aspect: string;
            /** @enum {string} */
            code: 'rarity' | 'burst' | 'fan_out' | 'number' | 'hour' | 'own_model';
            fields: {
              [key: string]: string;
            };
            share: number;
            text: string;
          }[];
          /** @description 0-100, how much it should worry, with severity */
          threatScore: number;
        };
        asset?: string;
        /** @description The asset it is about, by the inventory */
        context?: {
          /** @enum {string} */
          criticality: 'low' | 'medium' | 'high' | 'critical';
          name: string;
          owner?: string;
        };
        destinationIp?: string;
        eventId: string;
        eventTimeMs: number;
        eventType: string;
        /** @description The sender's own id */
        externalId?: string;
        /** @description What threat-intelligence lists said of it when it was stored */
        intel?: {
          confidence?: number;
          field: string;
          indicator: string;
          kind: string;
          list: string;
          threat?: string;
          value: string;
        }[];
        /** @description Dated later than it was received */
        isFuture: boolean;
        message?: string;
        /** Format: uuid */
        orgId: string;
        outcome?: string;
        /** @description The JSON text of the event as it was accepted */
        payload: string;
        /** @description Where its addresses lie, by the databases of the operator */
        places?: {
          destination?: {
            asn?: number;
            country?: string;
            network?: string;
          };
          source?: {
            asn?: number;
            country?: string;
            network?: string;
          };
        };
        receivedAtMs: number;
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        user?: string;
        /** @description The event in the schema that `view` asks for */
        view?: {
          [key: string]: unknown;
        };
      }[];
    };
    GetAlertReply: {
      alert: {
        /** Format: uuid */
        alertId: string;
        anomalyReasons?: {
          aspect: string;
          /** @enum {string} */
          code: 'rarity' | 'burst' | 'fan_out' | 'number' | 'hour' | 'own_model';
          fields: {
            [key: string]: string;
          };
          share: number;
          text: string;
        }[];
        anomalyScore?: number;
        assignee?: string;
        /** @description The asset it is about, by the inventory */
        context?: {
          /** @enum {string} */
          criticality: 'low' | 'medium' | 'high' | 'critical';
          name: string;
          owner?: string;
        };
        count: number;
        createdAtMs: number;
        /** @enum {string} */
        disposition?: 'true_positive' | 'false_positive' | 'benign';
        fingerprint: string;
        firstSeenMs: number;
        /** Format: uuid */
        incidentId?: string;
        /** Format: uuid */
        inhibitedBy?: string;
        lastSeenMs: number;
        mitre: {
          tactic?: string;
          technique?: string;
        }[];
        /** Format: uuid */
        orgId: string;
        reason: string;
        riskScore: number;
        ruleAuthor?: string;
        ruleId: string;
        ruleName: string;
        sampleEventIds: string[];
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        /** @enum {string} */
        status: 'firing' | 'acknowledged' | 'resolved' | 'closed';
        subject: {
          asset?: string;
          group?: string;
          sourceIp?: string;
          user?: string;
        };
        /** Format: uuid */
        suppressedBy?: string;
        tags: string[];
        threshold?: number;
        title: string;
        updatedAtMs: number;
        version: number;
        windowSeconds?: number;
      };
      /** @description Oldest first */
      history: {
        /** @description Of changes by people */
        actor?: string;
        atMs: number;
        /** @enum {string} */
        change:
          | 'opened'
          | 'updated'
          | 'severity_raised'
          | 'reopened'
          | 'resolved'
          | 'closed'
          | 'acknowledged'
          | 'assigned'
          | 'commented'
          | 'disposed'
          | 'suppressed'
          | 'unsuppressed'
          | 'grouped';
        /** Format: uuid */
        commandId?: string;
        /** @description Events by then */
        count: number;
        note?: string;
        /**
         * @description Afterwards
         * @enum {string}
         */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        /**
         * @description Afterwards
         * @enum {string}
         */
        status: 'firing' | 'acknowledged' | 'resolved' | 'closed';
        version: number;
      }[];
    };
    GetAlertSeriesReply: {
      /** @description Oldest first */
      points: {
        critical: number;
        /** @description Begin of the day */
        dayMs: number;
        high: number;
        informational: number;
        low: number;
        medium: number;
      }[];
    };
    GetAnomalyModelReply: {
      /** @description 0-1: the widest gap between the shares of the two up to any score. Null: too few scores */
      drift: number | null;
      /** @description Scoring is on for the organisation */
      isOn: boolean;
      /** @description Null: nothing was learned yet */
      model: {
        atMs: number;
        budgetLeft: number;
        budgetPerDay: number;
        confidence: number;
        detectionScore: number;
        events: number;
        eventsPerDay: number;
        floodShare: number;
        futureEvents: number;
        isWarmingUp: boolean;
        lateEvents: number;
        learnedUntilMs: number;
        learnsSinceMs: number;
        /** @enum {string} */
        sizeClass: 'S' | 'M' | 'L';
        verdicts: number;
        warmUpEndsMs: number;
      } | null;
      /** @description Scores in 20 equal ranges: of 24 hours, and of 7 days before them */
      scores: {
        before: number[];
        lastDay: number[];
      };
    };
    GetApiDocumentReply: {
      [key: string]: unknown;
    };
    GetAssetReply: {
      asset: {
        addresses: string[];
        /** @enum {string} */
        criticality: 'low' | 'medium' | 'high' | 'critical';
        health: {
          /** @description Events of this hour and the one before */
          events1h: number;
          openAlerts: number;
          /** @description 0 to 100: open alerts, severe events, silence and weaknesses take from it */
          securityScore: number;
          /** @enum {string} */
          status: 'healthy' | 'warning' | 'critical' | 'silent';
        };
        name: string;
        owner?: string;
        /** @description Null: never */
        scannedAtMs: number | null;
        scanner?: string;
        tags: string[];
        updatedAtMs: number;
        updatedBy: string;
        /** @description Weaknesses that its newest scan found */
        vulnerabilities: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
      };
      /** @description The worst first, at most 1,000 */
      vulnerabilities: {
        component: string;
        fixedIn?: string;
        id: string;
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        title?: string;
        version?: string;
      }[];
    };
    GetAuthOptionsReply: {
      oidc: {
        label: string;
        startPath: string;
      } | null;
    };
    GetComplianceCheckReply: {
      atMs: number;
      check: {
        area: string;
        /** @description How long a person may vouch for it; absent where it is measured */
        attestDays?: number;
        checkId: string;
        /** @description What to do when it fails */
        fix: string;
        observations: {
          /** @description Epoch ms */
          atMs: number;
          /** @description As it was sent */
          command: string;
          /** @description Who was asked: a node, PostgreSQL, acl-manager, a person */
          subject: string;
          /** @description What came back, without secrets; null when nothing did */
          value: string | null;
          /** @enum {string} */
          verdict: 'pass' | 'fail' | 'not-measured';
        }[];
        /** @enum {string} */
        rank: 'critical' | 'high' | 'medium' | 'low';
        /** @description What a pass shows */
        shows: string;
        /**
         * @description What is not measured, attested (`manual`) or waived is never a pass
         * @enum {string}
         */
        status: 'pass' | 'fail' | 'not-measured' | 'not-applicable' | 'manual' | 'waived';
        /** @description In one line; for what was not measured: why */
        summary: string;
        title: string;
        /** @description Who answers for the failure */
        waiver?: {
          checkId: string;
          /** @description Epoch ms */
          createdAtMs: number;
          createdBy: string;
          /** @description Epoch ms */
          expiresAtMs: number;
          owner: string;
          reason: string;
          waiverId: string;
        };
      };
      collectorVersion: string;
      runId: string;
    };
    GetComplianceFrameworkReply: {
      checks: {
        area: string;
        /** @description How long a person may vouch for it; absent where it is measured */
        attestDays?: number;
        checkId: string;
        /** @description What to do when it fails */
        fix: string;
        /** @description How the runs of the trend ended */
        period: {
          failed: number;
          other: number;
          passed: number;
          runs: number;
        };
        /** @enum {string} */
        rank: 'critical' | 'high' | 'medium' | 'low';
        /** @description What a pass shows */
        shows: string;
        /**
         * @description What is not measured, attested (`manual`) or waived is never a pass
         * @enum {string}
         */
        status: 'pass' | 'fail' | 'not-measured' | 'not-applicable' | 'manual' | 'waived';
        /** @description In one line; for what was not measured: why */
        summary: string;
        title: string;
        /** @description Who answers for the failure */
        waiver?: {
          checkId: string;
          /** @description Epoch ms */
          createdAtMs: number;
          createdBy: string;
          /** @description Epoch ms */
          expiresAtMs: number;
          owner: string;
          reason: string;
          waiverId: string;
        };
      }[];
      controls: {
        /** @description Numbers of an earlier edition */
        aliases: string[];
        checks: {
          checkId: string;
          /**
           * @description What is not measured, attested (`manual`) or waived is never a pass
           * @enum {string}
           */
          status: 'pass' | 'fail' | 'not-measured' | 'not-applicable' | 'manual' | 'waived';
          why: string;
        }[];
        /** @description As the framework numbers it */
        controlId: string;
        /**
         * @description `exception`: something fails; `partial`: some passes; `none`: nothing was measured
         * @enum {string}
         */
        status: 'supported' | 'partial' | 'exception' | 'none' | 'not-applicable';
        /** @description In our own words */
        summary: string;
      }[];
      framework: {
        controls: {
          /** @description With a check that fails */
          exceptions: number;
          /** @description That are mapped */
          total: number;
          withEvidence: number;
        };
        /** @description Checks by result */
        counts: {
          fail: number;
          manual: number;
          'not-applicable': number;
          'not-measured': number;
          pass: number;
          waived: number;
        };
        /** @enum {string} */
        frameworkId: 'soc2' | 'iso27001' | 'csf' | 'nist80053' | 'pci';
        /** @description Day of the mapping */
        mappingVersion: string;
        name: string;
        /** @description What is to be known about the mapping */
        note: string;
        score: {
          /** @description With its numbers */
          formula: string;
          /** @description A critical failure holds it at 59 */
          isCapped: boolean;
          /** @description Part of the applicable weight that was measured */
          measuredShare: number;
          /** @description Null: nothing was measured */
          value: number | null;
        };
        /** @description One sentence with its denominator; never that anything complies */
        statement: string;
        /** @description Of 90 days, oldest first, the newest 200 runs at most */
        trend: {
          /** @description Epoch ms */
          atMs: number;
          /** @description Part of the applicable weight that was measured */
          measuredShare: number;
          runId: string;
          /** @description Null: nothing was measured */
          score: number | null;
        }[];
        /** @description Edition of the framework */
        version: string;
      };
      /** @description What all this does not say */
      limits: string[];
    };
    GetComplianceReply: {
      frameworks: {
        controls: {
          /** @description With a check that fails */
          exceptions: number;
          /** @description That are mapped */
          total: number;
          withEvidence: number;
        };
        /** @description Checks by result */
        counts: {
          fail: number;
          manual: number;
          'not-applicable': number;
          'not-measured': number;
          pass: number;
          waived: number;
        };
        /** @enum {string} */
        frameworkId: 'soc2' | 'iso27001' | 'csf' | 'nist80053' | 'pci';
        /** @description Day of the mapping */
        mappingVersion: string;
        name: string;
        /** @description What is to be known about the mapping */
        note: string;
        score: {
          /** @description With its numbers */
          formula: string;
          /** @description A critical failure holds it at 59 */
          isCapped: boolean;
          /** @description Part of the applicable weight that was measured */
          measuredShare: number;
          /** @description Null: nothing was measured */
          value: number | null;
        };
        /** @description One sentence with its denominator; never that anything complies */
        statement: string;
        /** @description Of 90 days, oldest first, the newest 200 runs at most */
        trend: {
          /** @description Epoch ms */
          atMs: number;
          /** @description Part of the applicable weight that was measured */
          measuredShare: number;
          runId: string;
          /** @description Null: nothing was measured */
          score: number | null;
        }[];
        /** @description Edition of the framework */
        version: string;
      }[];
      /** @description Null: no run has been made yet */
      run: {
        /** @description Epoch ms */
        atMs: number;
        collectorVersion: string;
        /** @description Checks by result */
        counts: {
          fail: number;
          manual: number;
          'not-applicable': number;
          'not-measured': number;
          pass: number;
          waived: number;
        };
        /** @description Nodes that did not answer */
        down: {
          address: string;
          reason: string;
        }[];
        /** @description Of the run before and this one, hex */
        hash: string;
        /** @description Key it was signed with */
        keyId: string;
        /** @description Part of the applicable weight that was measured */
        measuredShare: number;
        nodes: {
          address: string;
          nodeId: string;
          /** @enum {string} */
          role: 'master' | 'replica';
          version: string;
        }[];
        requestedBy: string;
        runId: string;
        /** @description Null: nothing was measured */
        score: number | null;
        /** @description Its place in the chain of runs */
        seq: number;
        /** @enum {string} */
        trigger: 'schedule' | 'request';
      } | null;
    };
    GetComplianceRequestReply: {
      /** @description Epoch ms */
      createdAtMs: number;
      error: string | null;
      /** @enum {string} */
      kind: 'run' | 'report';
      /** @description Of a report that is done */
      reportId: string | null;
      requestedBy: string;
      requestId: string;
      /** @description Of a run that is done */
      runId: string | null;
      /**
       * @description `asked`: nobody has done it yet
       * @enum {string}
       */
      state: 'asked' | 'done' | 'failed';
    };
    GetDeadLetterReply: {
      letter: {
        acceptedAtMs: number;
        /** @description When it was given up */
        atMs: number;
        attempts: number;
        /** @description Name of the error */
        error: string;
        eventId: string;
        /** @description Begin of the event */
        excerpt: string;
        group: string;
        /**
         * @description Where it was read: `s` ordinary, `p` priority, `c` commands, `d` detections, `a` alerts
         * @enum {string}
         */
        lane: 's' | 'p' | 'c' | 'd' | 'a' | 'x' | 'u';
        letterId: string;
        /** @description False when it was put back too often */
        mayReplay: boolean;
        message: string;
        /** @description `undecodable`, `undecodable_frame`, `permanent_error`, `attempts_exhausted`, `refused_by_store` */
        reason: string;
        /** @description How often it was put back and died again */
        replays: number;
      };
      /** @description Its event id before it was first put back */
      originalEventId: string;
      payload: {
        /** @description In place of the text */
        base64?: string;
        sizeBytes: number;
        /** @description Null when the bytes are no UTF-8 */
        text: string | null;
      };
    };
    GetEventSeriesReply: {
      /** @description Oldest first; the newest is still growing. Those of 24 hours may be 30 s old */
      points: {
        /** @description Begin */
        atMs: number;
        critical: number;
        high: number;
        informational: number;
        low: number;
        medium: number;
      }[];
      /** @description Length of a point */
      stepMs: number;
    };
    GetIncidentReply: {
      /** @description Newest first, at most 200 */
      alerts: components['schemas']['Alert'][];
      /** @description Oldest first */
      history: {
        /** @description Of changes by people */
        actor?: string;
        alertCount: number;
        atMs: number;
        /** @enum {string} */
        change: 'opened' | 'grew' | 'updated' | 'assigned' | 'commented' | 'closed' | 'reopened';
        /** Format: uuid */
        commandId?: string;
        note?: string;
        /**
         * @description Afterwards
         * @enum {string}
         */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        /**
         * @description Afterwards
         * @enum {string}
         */
        status: 'open' | 'investigating' | 'closed';
        version: number;
      }[];
      incident: components['schemas']['Incident'];
    };
    GetOrganizationReply: {
      alertSettings: {
        /** @default {} */
        alertThresholds: {
          critical?: number;
          high?: number;
          medium?: number;
        };
        /** @default 10 */
        anomalyBudgetPerDay: number;
        /** @default 0 */
        anomalyChangeUntilMs: number;
        /** @default {} */
        anomalyFields: {
          [key: string]: string[];
        };
        /** @default 3600 */
        dedupWindowSeconds: number;
        /** @default [] */
        inhibitions: {
          /** @enum {string} */
          equal: 'sourceIp' | 'user' | 'asset';
          sourceRuleIds: string[];
          targetRuleIds?: string[];
        }[];
        /** @default 300 */
        latenessSeconds: number;
        /** @default 14400 */
        repeatIntervalSeconds: number;
        /** @default 24 */
        riskHalfLifeHours: number;
      };
      createdAtMs: number;
      displayName: string;
      /** @description What each flag does */
      featureInfo: {
        description: string;
        isOnByDefault: boolean;
        /** @enum {string} */
        name:
          | 'auto_incident_creation'
          | 'compliance_monitoring'
          | 'duplicate_detection'
          | 'ml_threat_detection'
          | 'siem_integration';
        title: string;
      }[];
      features: {
        /** @description Alerts that belong together open an incident by themselves; otherwise people open incidents by hand. */
        auto_incident_creation: boolean;
        /** @description The organisation is part of the scheduled compliance runs. */
        compliance_monitoring: boolean;
        /** @description Events that were sent before on that day or the one before are counted; they are stored all the same. */
        duplicate_detection: boolean;
        /** @description Events are scored by models that learn what is usual, and unusual ones become detections. */
        ml_threat_detection: boolean;
        /** @description Events and alerts are passed on to the sinks of the organisation; while it is off they are passed over. */
        siem_integration: boolean;
      };
      name: string;
      /** Format: uuid */
      orgId: string;
      quota: {
        burstSeconds: number;
        bytesPerSecond: number;
        eventsPerSecond: number;
      };
      /** @description How long events are kept */
      retentionDays: number;
    };
    GetOverviewReply: {
      /** @description The worst first. Health: 100, less 40, 20, 8 or 3 per open alert of critical, high, medium or low severity (70 at most), less 20 times the share of events of high or critical severity, less 10 for an asset that is silent */
      assets: {
        /** @description Open ones */
        alerts: number;
        asset: string;
        events: number;
        health: number;
        /** @description Of its open alerts */
        worstSeverity: ('informational' | 'low' | 'medium' | 'high' | 'critical') | null;
      }[];
      atMs: number;
      /** @description Events of the last hour */
      bySeverity: {
        critical: number;
        high: number;
        informational: number;
        low: number;
        medium: number;
      };
      /** @description The numbers are of this time; only `eventsPerSecond` is of `atMs` */
      computedAtMs: number;
      criticalEvents24h: number;
      /** @description Accepted in 24 hours, up to five minutes more */
      events24h: number;
      /** @description Over the last minute */
      eventsPerSecond: number;
      /** @description Begin of the hour before this one: threats, sources, addresses and assets count from it */
      hoursFromMs: number;
      /** @description Mean time to acknowledge or close, of alerts handled within 7 days */
      mttaSeconds: number | null;
      /** @description Mean time to close, likewise */
      mttrSeconds: number | null;
      /** @description Age; null when none is open */
      oldestOpenAlertMs: number | null;
      openAlerts: number;
      openBySeverity: {
        critical: number;
        high: number;
        informational: number;
        low: number;
        medium: number;
      };
      openIncidents: number;
      /** @description Null: not measured, or not for this credential: it needs `platform:read` */
      redisScore: {
        measuredShare: number;
        score: number;
      } | null;
      topSources: {
        /** @description At least so many */
        count: number;
        sourceIp: string;
      }[];
      topThreats: {
        count: number;
        eventType: string;
      }[];
      /** @description Distinct source addresses */
      uniqueIps: {
        estimate: number;
        relativeError: number;
      };
    };
    GetPipelineReply: {
      atMs: number;
      groups: {
        /** @description Null when Redis cannot say */
        deadLetters: number | null;
        group: string;
        /** @description Streams are kept until it has read them */
        isExpected: boolean;
        lanes: {
          /** @description False when the group is expected and does not exist */
          isPresent: boolean;
          /** @description Entries not delivered yet; null when Redis cannot say */
          lagEntries: number | null;
          /**
           * @description `s` ordinary, `p` priority, `d` detections, `c` commands, `a` alerts
           * @enum {string}
           */
          lane: 's' | 'p' | 'c' | 'd' | 'a' | 'x' | 'u';
          /** @description Age of the oldest of them */
          oldestPendingMs?: number;
          /** @description Entries delivered and not acknowledged */
          pendingEntries: number;
        }[];
        /** @description Who works for the organisation now; null: nobody */
        owner: {
          /** @description Until its lease ends, unless it is renewed */
          expiresInMs: number;
          /** @description How long it has worked for the organisation */
          leaseAgeMs: number;
          workerId: string;
        } | null;
        /** @description Live workers of the group, whoever they work for; null when Redis cannot say */
        workers: number | null;
      }[];
      /** @description False when not all could be read */
      isComplete: boolean;
      /** @description The last half hour, oldest first; what is accepted and neither stored nor dead is on its way */
      minutes: {
        accepted: number;
        /** @description Begin of the minute in which events were accepted */
        atMs: number;
        /** @description Of these, so many were given up, by group */
        dead: {
          [key: string]: number;
        };
        /** @description Of these, so many are stored */
        stored: number;
      }[];
    };
    GetReputationReply: {
      /** @description The score, 0 to 100, is as of `atMs` */
      reputation: {
        alertCount: number;
        atMs: number;
        ip: string;
        lastSeenMs: number;
        lists: string[];
        score: number;
        threatTypes: string[];
      };
    };
    GetRuleReply: {
      description?: string;
      /** @description What it looks for, in indented lines */
      explain: string[];
      falsePositives: string[];
      references: string[];
      rule: {
        author?: string;
        /** @description Whether a threshold and window can be set */
        hasThreshold: boolean;
        /** @description Published by the organisation itself */
        isOwn: boolean;
        /** @enum {string} */
        kind: 'detection' | 'correlation';
        /**
         * @description As the rule says; see override
         * @enum {string}
         */
        level: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        name?: string;
        /** @description What is in force beside what the rule says */
        override?: {
          isEnabled?: boolean;
          /** @enum {string} */
          severity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          threshold?: number;
          windowSeconds?: number;
        };
        packId: string;
        path: string;
        ruleId: string;
        /**
         * @description `off_by_default`: runs when it is enabled by name; `shadowed`: an earlier pack has a rule of this id
         * @enum {string}
         */
        state: 'enabled' | 'disabled' | 'off_by_default' | 'shadowed';
        tags: string[];
        title: string;
      };
      stats: {
        /** @description Opened in 30 days */
        alerts30d: number;
        /** @description Closed in 30 days, by verdict */
        closedAs: {
          benign: number;
          false_positive: number;
          true_positive: number;
        };
      };
      /** @description Of a rule of your own: how often it was published */
      version?: number;
      /** @description Null: of imported packs only the compiled rules are kept */
      yaml: string | null;
    };
    GetSecurityPostureReply: {
      /** @description When it was measured */
      atMs: number;
      authentication: {
        failures24h: number;
        /** @description 24 of them, the hour under way last */
        readonly failuresPerHour: number[];
        successes24h: number;
        readonly successesPerHour: number[];
        successRate: number | null;
        /** @description The last 12 hours against the 12 before */
        successRateChange: number | null;
        /**
         * @description Of failures
         * @enum {string}
         */
        trend: 'up' | 'down' | 'flat';
      };
      readonly checks: {
        /** @enum {string} */
        area:
          'authentication' | 'access_control' | 'encryption' | 'network' | 'audit' | 'availability' | 'configuration';
        checkId: string;
        evidence: string;
        fix: string;
        /** @description A failure holds the score down */
        isCritical: boolean;
        /** @description Those that fail it */
        readonly nodes?: string[];
        /**
         * @description What is not measured is never a pass
         * @enum {string}
         */
        status: 'pass' | 'fail' | 'not_measured' | 'not_applicable';
        title: string;
        weight: number;
      }[];
      denied: {
        /** @description Newest first */
        readonly last: {
          atMs: number;
          clientAddress: string;
          context: string;
          count: number;
          node: string;
          object: string;
          /** @enum {string} */
          reason: 'command' | 'key' | 'channel' | 'auth';
          user: string;
        }[];
        /** @description Without failed logins */
        total24h: number;
      };
      encryption: {
        keyId: string | null;
        /** @description Null: no service reports */
        operations24h: {
          decryptFailure: number;
          decryptSuccess: number;
          encryptFailure: number;
          encryptSuccess: number;
        } | null;
      };
      /** @description Spikes and drift */
      incidents24h: number;
      /** @enum {string} */
      level: 'basic' | 'standard' | 'high';
      /**
       * @description Whether differences are put right, or only said
       * @enum {string}
       */
      mode: 'enforce' | 'report';
      readonly nodes: {
        address: string;
        /** @description End of the certificate it serves */
        certNotAfterMs?: number;
        connectedClients?: number;
        /** @description Of its users; equal on all nodes when all is well */
        digest?: string;
        isAsDeclared: boolean;
        /** @description Of a replica: whether its link to the master is up */
        isLinked?: boolean;
        isReachable: boolean;
        /** @description One PING of acl-manager */
        latencyMs?: number;
        /** @description Stalls from this on are noted; 0: none are */
        latencyThresholdMs?: number;
        masterId?: string;
        /** @description 0: no limit */
        maxMemoryBytes?: number;
        nodeId: string;
        opsPerSecond?: number;
        /** @description Since the node started */
        rejectedConnections?: number;
        replicationLagBytes?: number;
        /** @enum {string} */
        role: 'master' | 'replica';
        /** @description The same of what was last saved to its file of users */
        savedDigest?: string;
        slowLogLength?: number;
        usedMemoryBytes?: number;
        version?: string;
      }[];
      overhead: {
        commandShare: number | null;
        commandsPerMinute: number;
        lookMs: number;
      };
      performance: {
        /** @description Kinds of stalls that nodes noted, newest first */
        readonly latencyEvents: {
          atMs: number;
          event: string;
          latestMs: number;
          longestMs: number;
          node: string;
        }[];
        latencyMs: number | null;
        maxMemoryBytes: number;
        opsPerSecond: number;
        /** @description Newest first */
        readonly slowLog: {
          atMs: number;
          command: string;
          durationUs: number;
          node: string;
        }[];
        usedMemoryBytes: number;
      };
      readonly redisVersions: string[];
      /** @constant */
      schemaVersion: 1;
      score: {
        formula: string;
        isCapped: boolean;
        /** @description Part of the applicable weight that was measured */
        measuredShare: number;
        /** @description Null: nothing was measured */
        value: number | null;
      };
      sessions: {
        active: number;
        plain: number;
        tls: number;
      };
      readonly users: {
        readonly channels: string[];
        /** @description `all`: whatever there is */
        readonly commands: string[];
        /** @description Open on all nodes */
        connections: number;
        /** @description Null: not in the store of acl-manager */
        credentialAgeMs: number | null;
        description: string;
        /** @description Where it is not as declared, and how */
        readonly drift: string[];
        isDeclared: boolean;
        isEnabled: boolean;
        /** @description Patterns: `~` to read and write, `%R~` to read, `%W~` to write */
        readonly keys: string[];
        rotation: {
          /** @description It was turned round already */
          isBack: boolean;
          reason: string;
          startedAtMs: number;
          step: string;
        } | null;
        user: string;
      }[];
    };
    GetSecurityRequestReply: {
      detail: string;
      ok: boolean;
      requestId: string;
      result?:
        | {
            /** @enum {string} */
            action: 'rotate' | 'rollback';
            users: {
              detail: string;
              /** @description Record of the rotation; no secrets */
              evidence?: {
                [key: string]: unknown;
              };
              ok: boolean;
              user: string;
            }[];
          }
        | {
            /** @constant */
            action: 'revoke';
            endedConnections: number;
            leftConnections: number;
            user: string;
          }
        | {
            /** @constant */
            action: 'test';
            nodes: {
              address: string;
              /** @description Of the node, word by word */
              answer: string;
              isAllowed: boolean;
            }[];
          }
        | {
            /** @constant */
            action: 'apply';
            nodes: {
              address: string;
              digest: string;
              done: string[];
              error?: string;
            }[];
          };
      /** @enum {string} */
      state: 'running' | 'done';
    };
    GetSessionReply: {
      /** @description For `x-csrf-token` of requests with the cookie that change something */
      csrfToken: string | null;
      /** @description When the session ends at the latest */
      expiresAtMs: number | null;
      /** @description Flags of the organisation, as they hold */
      features: {
        [key: string]: boolean;
      };
      organization: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
      };
      /** @description Where the user may work; see switchOrganization */
      organizations: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
      }[];
      permissions: (
        | 'events:write'
        | 'events:read'
        | 'events:export'
        | 'alerts:read'
        | 'alerts:write'
        | 'incidents:read'
        | 'incidents:write'
        | 'rules:read'
        | 'rules:write'
        | 'suppressions:read'
        | 'suppressions:write'
        | 'channels:read'
        | 'channels:write'
        | 'sinks:read'
        | 'sinks:write'
        | 'assets:read'
        | 'assets:write'
        | 'intel:read'
        | 'intel:write'
        | 'pipeline:read'
        | 'pipeline:write'
        | 'reports:read'
        | 'reports:write'
        | 'org:read'
        | 'org:write'
        | 'members:read'
        | 'members:write'
        | 'keys:read'
        | 'keys:write'
        | 'audit:read'
        | 'platform:read'
        | 'platform:write'
      )[];
      role: ('viewer' | 'analyst' | 'admin' | 'auditor') | null;
      /** @description Null for an API key */
      user: {
        displayName: string;
        email: string;
        /** Format: uuid */
        userId: string;
      } | null;
    };
    GetSimilarAlertsReply: {
      byRule: {
        /** @description Of the last 30 days */
        closedAs: {
          benign: number;
          false_positive: number;
          true_positive: number;
        };
        last: {
          /** Format: uuid */
          alertId: string;
          atMs: number;
          closedBy?: string;
          /** @enum {string} */
          disposition: 'true_positive' | 'false_positive' | 'benign';
          note?: string;
        }[];
      };
      /** @description Newest other alerts of the same address, else user, else asset */
      bySource: components['schemas']['Alert'][];
      window: {
        /** @description False when there are too many to be counted in time */
        isWhole: boolean;
        /** @description Stored events of the alert's subject and of its sample events' types; empty when none are stored */
        points: {
          atMs: number;
          count: number;
        }[];
        /** @description Length of a point */
        stepMs: number;
        threshold?: number;
        windowSeconds?: number;
      };
    };
    GetSinkReply: {
      sink: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        health: {
          /** @description What it refused for good and still waits to be replayed */
          deadLetters: number;
          delivered: number;
          /** @description Since when it has been taken off; null while it is not */
          detachedAtMs: number | null;
          /** @description Of the delivered, what the receiver had already */
          duplicates: number;
          filtered: number;
          /** @description Entries of its streams that it has not settled; null: not known */
          lagEntries: number | null;
          /** @description Age of the oldest item in hand when it last said so */
          lagMs: number;
          /** @description Why it failed last */
          lastError: string | null;
          lastErrorMs: number | null;
          lastSuccessMs: number | null;
          retried: number;
          /** @description Entries that left the streams while it was taken off: it is never sent them */
          skippedEntries: number;
          /**
           * @description `new`: nothing was sent yet; `detached`: it was too far behind and was taken off
           * @enum {string}
           */
          state: 'new' | 'ok' | 'failing' | 'paused' | 'detached';
        };
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        /** @description The last hour, oldest first */
        minutes: {
          atMs: number;
          delivered: number;
          lagMs: number;
          retried: number;
        }[];
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      };
    };
    ImportAssetsBody: {
      /** @enum {string} */
      format: 'csv' | 'json';
      /**
       * @description Tell what would change and change nothing
       * @default false
       */
      isDryRun: boolean;
      /** @description Why, for the audit log */
      reason?: string;
      /** @description CSV with a line of names, or JSON */
      text: string;
    };
    ImportAssetsReply: {
      added: string[];
      changed: string[];
      /** @description The first 100 */
      refused: {
        reason: string;
        row: number;
      }[];
      refusedCount: number;
      unchanged: number;
    };
    ImportScanBody: {
      asset?: string;
      /** @enum {string} */
      format: 'trivy' | 'grype' | 'nessus' | 'openvas';
      /** @description Why, for the audit log */
      reason?: string;
      report: string;
    };
    ImportScanReply: {
      assets: {
        addresses: string[];
        /** @enum {string} */
        criticality: 'low' | 'medium' | 'high' | 'critical';
        health: {
          /** @description Events of this hour and the one before */
          events1h: number;
          openAlerts: number;
          /** @description 0 to 100: open alerts, severe events, silence and weaknesses take from it */
          securityScore: number;
          /** @enum {string} */
          status: 'healthy' | 'warning' | 'critical' | 'silent';
        };
        name: string;
        owner?: string;
        /** @description Null: never */
        scannedAtMs: number | null;
        scanner?: string;
        tags: string[];
        updatedAtMs: number;
        updatedBy: string;
        /** @description Weaknesses that its newest scan found */
        vulnerabilities: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
      }[];
      scanner: string;
      /** @description Hosts that are in no inventory */
      unknownHosts: string[];
    };
    Incident: {
      alertCount: number;
      alertIds: string[];
      assignee?: string;
      closeReason?: string;
      createdAtMs: number;
      firstSeenMs: number;
      /** Format: uuid */
      incidentId: string;
      /** @enum {string} */
      kind: 'alert' | 'security';
      lastSeenMs: number;
      /** Format: uuid */
      orgId: string;
      riskScore: number;
      /** @enum {string} */
      severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
      /** @enum {string} */
      status: 'open' | 'investigating' | 'closed';
      subject: {
        asset?: string;
        group?: string;
        sourceIp?: string;
        user?: string;
      };
      title: string;
      updatedAtMs: number;
      version: number;
    };
    InviteBody: {
      email: string;
      /** @description Why, for the audit log */
      reason?: string;
      /** @enum {string} */
      role: 'viewer' | 'analyst' | 'admin' | 'auditor';
    };
    InviteReply: {
      invitation: {
        createdAtMs: number;
        email: string;
        expiresAtMs: number;
        /** Format: uuid */
        invitationId: string;
        /** @description As people know who it was */
        invitedBy: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
        /** @enum {string} */
        state: 'open' | 'accepted' | 'revoked' | 'expired';
      };
      /** @description Null: the platform sends no mail */
      mail: {
        /** @description What the mail server said */
        detail: string;
        ok: boolean;
      } | null;
      /** @description Works once; null: it was mailed */
      token: string | null;
    };
    ListAlertsReply: {
      alerts: {
        /** Format: uuid */
        alertId: string;
        anomalyReasons?: {
          aspect: string;
          /** @enum {string} */
          code: 'rarity' | 'burst' | 'fan_out' | 'number' | 'hour' | 'own_model';
          fields: {
            [key: string]: string;
          };
          share: number;
          text: string;
        }[];
        anomalyScore?: number;
        assignee?: string;
        /** @description The asset it is about, by the inventory */
        context?: {
          /** @enum {string} */
          criticality: 'low' | 'medium' | 'high' | 'critical';
          name: string;
          owner?: string;
        };
        count: number;
        createdAtMs: number;
        /** @enum {string} */
        disposition?: 'true_positive' | 'false_positive' | 'benign';
        fingerprint: string;
        firstSeenMs: number;
        /** Format: uuid */
        incidentId?: string;
        /** Format: uuid */
        inhibitedBy?: string;
        lastSeenMs: number;
        mitre: {
          tactic?: string;
          technique?: string;
        }[];
        /** Format: uuid */
        orgId: string;
        reason: string;
        riskScore: number;
        ruleAuthor?: string;
        ruleId: string;
        ruleName: string;
        sampleEventIds: string[];
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        /** @enum {string} */
        status: 'firing' | 'acknowledged' | 'resolved' | 'closed';
        subject: {
          asset?: string;
          group?: string;
          sourceIp?: string;
          user?: string;
        };
        /** Format: uuid */
        suppressedBy?: string;
        tags: string[];
        threshold?: number;
        title: string;
        updatedAtMs: number;
        version: number;
        windowSeconds?: number;
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
    };
    ListAnomaliesReply: {
      anomalies: {
        /** @description Events it stands for: those of the same type, source, user and asset, itself too */
        alike: number;
        /** @description 0-100, how unusual for the organisation; unusual is not malicious */
        anomalyScore: number;
        asset?: string;
        /** @description 0-1, how much had been seen to base it on */
        confidence: number;
        eventId: string;
        eventTimeMs: number;
        eventType: string;
        /** @description The model was less than a day old, so the score was capped */
        isWarmingUp: boolean;
        /** @description The weightiest first */
        reasons: {
          aspect: string;
          /** @enum {string} */
          code: 'rarity' | 'burst' | 'fan_out' | 'number' | 'hour' | 'own_model';
          fields: {
            [key: string]: string;
          };
          share: number;
          text: string;
        }[];
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        /** @description Share of the organisation’s events that are at least as unusual */
        tail: number;
        /** @description 0-100, how much it should worry, with severity */
        threatScore: number;
        user?: string;
      }[];
    };
    ListAssetsReply: {
      assets: {
        addresses: string[];
        /** @enum {string} */
        criticality: 'low' | 'medium' | 'high' | 'critical';
        health: {
          /** @description Events of this hour and the one before */
          events1h: number;
          openAlerts: number;
          /** @description 0 to 100: open alerts, severe events, silence and weaknesses take from it */
          securityScore: number;
          /** @enum {string} */
          status: 'healthy' | 'warning' | 'critical' | 'silent';
        };
        name: string;
        owner?: string;
        /** @description Null: never */
        scannedAtMs: number | null;
        scanner?: string;
        tags: string[];
        updatedAtMs: number;
        updatedBy: string;
        /** @description Weaknesses that its newest scan found */
        vulnerabilities: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
    };
    ListAuditReply: {
      entries: {
        action: string;
        /** @description Id of a user or key, or the name of an operator */
        actor: string;
        /**
         * @description `operator`: at the command line; `system`: the platform by itself
         * @enum {string}
         */
        actorKind: 'user' | 'api_key' | 'operator' | 'system';
        /** @description What people call a user or key */
        actorName: string | null;
        address: string | null;
        /** @description What it is now; null for something gone */
        after: unknown;
        atMs: number;
        /** @description What it was; null for something new */
        before: unknown;
        /** @description SHA-256 over this entry and the hash before it, hex */
        hash: string;
        reason: string | null;
        /** @description Place in the chain, from 1 without gaps */
        seq: number;
        targetId: string;
        targetKind: string;
        /** @description What people call it, if it is a user or key */
        targetName: string | null;
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
    };
    ListChannelsReply: {
      channels: {
        /** Format: uuid */
        channelId: string;
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description Which alerts it is told of */
        filter: {
          /** @default true */
          isResolvedTold: boolean;
          /**
           * @default low
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          ruleIds?: string[];
          tags?: string[];
        };
        /** @description What goes into one message, and when */
        group: {
          /**
           * @default [
           *       "ruleId"
           *     ]
           */
          by: ('ruleId' | 'subject' | 'alertId')[];
          /** @default 300 */
          intervalSeconds: number;
          /** @default 14400 */
          repeatSeconds: number;
          /** @default 10 */
          waitSeconds: number;
        };
        hasSecret: boolean;
        isEnabled: boolean;
        /** @description Null: none, or it cannot be told now */
        lastDelivery: {
          alertIds: string[];
          attempts: number;
          /** @description What the receiver said, or why it could not be asked */
          detail: string;
          finishedAtMs: number;
          messageId: string;
          /**
           * @description `dead`: given up; `dropped`: the channel was gone
           * @enum {string}
           */
          outcome: 'sent' | 'dead' | 'dropped';
          /** @enum {string} */
          reason: 'new' | 'changed' | 'repeat' | 'test';
          startedAtMs: number;
          /** @description Alerts it told of */
          toldCount: number;
        } | null;
        name: string;
        /** @description Recipients, or the host of the address */
        target: string;
        /** @enum {string} */
        type: 'email' | 'slack' | 'webhook' | 'pagerduty';
      }[];
    };
    ListComplianceExceptionsReply: {
      exceptions: {
        checkId: string;
        /** @description Epoch ms */
        createdAtMs: number;
        createdBy: string;
        exceptionId: string;
        /** @description Epoch ms */
        expiresAtMs: number;
        /** @enum {string} */
        kind: 'waiver' | 'attestation';
        owner: string;
        reason: string;
      }[];
    };
    ListComplianceReportsReply: {
      reports: {
        /** @enum {string} */
        about: 'organization' | 'installation';
        /** @description Epoch ms */
        createdAtMs: number;
        /** @description SHA-256 of each format as a file, hex */
        files: {
          [key: string]: string;
        };
        /** @enum {string} */
        framework: 'soc2' | 'iso27001' | 'csf' | 'nist80053' | 'pci';
        /** @description Epoch ms */
        fromMs: number;
        /** @description Of the signed content, hex */
        hash: string;
        reportId: string;
        requestedBy: string;
        /** @description Null: there was no run in the period */
        runId: string | null;
        /** @description Null: nothing was measured */
        score: number | null;
        statement: string;
        /** @description Epoch ms */
        toMs: number;
      }[];
    };
    ListComplianceRunsReply: {
      runs: {
        /** @description Epoch ms */
        atMs: number;
        /** @description Checks by result */
        counts: {
          fail: number;
          manual: number;
          'not-applicable': number;
          'not-measured': number;
          pass: number;
          waived: number;
        };
        /** @description Of the run before and this one, hex */
        hash: string;
        /** @description Key it was signed with */
        keyId: string;
        /** @description Part of the applicable weight that was measured */
        measuredShare: number;
        runId: string;
        /** @description Null: nothing was measured */
        score: number | null;
        /** @description Its place in the chain of runs */
        seq: number;
      }[];
    };
    ListDeadLettersReply: {
      /** @description On the first page only */
      byReason: {
        count: number;
        group: string;
        reason: string;
      }[];
      /** @description False when only the oldest 5000 of a group were counted by reason */
      isCounted: boolean;
      /** @description May be fewer than the limit though more follow */
      letters: {
        acceptedAtMs: number;
        /** @description When it was given up */
        atMs: number;
        attempts: number;
        /** @description Name of the error */
        error: string;
        eventId: string;
        /** @description Begin of the event */
        excerpt: string;
        group: string;
        /**
         * @description Where it was read: `s` ordinary, `p` priority, `c` commands, `d` detections, `a` alerts
         * @enum {string}
         */
        lane: 's' | 'p' | 'c' | 'd' | 'a' | 'x' | 'u';
        letterId: string;
        /** @description False when it was put back too often */
        mayReplay: boolean;
        message: string;
        /** @description `undecodable`, `undecodable_frame`, `permanent_error`, `attempts_exhausted`, `refused_by_store` */
        reason: string;
        /** @description How often it was put back and died again */
        replays: number;
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
      /** @description Of the chosen groups, whatever the reason */
      total: number;
    };
    ListDeliveriesReply: {
      deliveries: {
        alertIds: string[];
        attempts: number;
        /** @description What the receiver said, or why it could not be asked */
        detail: string;
        finishedAtMs: number;
        messageId: string;
        /**
         * @description `dead`: given up; `dropped`: the channel was gone
         * @enum {string}
         */
        outcome: 'sent' | 'dead' | 'dropped';
        /** @enum {string} */
        reason: 'new' | 'changed' | 'repeat' | 'test';
        startedAtMs: number;
        /** @description Alerts it told of */
        toldCount: number;
      }[];
    };
    ListIncidentsReply: {
      incidents: components['schemas']['Incident'][];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
    };
    ListIntelListsReply: {
      lists: {
        format: string;
        importedAtMs: number;
        importedBy: string;
        indicators: number;
        /** Format: uuid */
        listId: string;
        name: string;
        source: string;
      }[];
    };
    ListInvitationsReply: {
      invitations: {
        createdAtMs: number;
        email: string;
        expiresAtMs: number;
        /** Format: uuid */
        invitationId: string;
        /** @description As people know who it was */
        invitedBy: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
        /** @enum {string} */
        state: 'open' | 'accepted' | 'revoked' | 'expired';
      }[];
    };
    ListKeysReply: {
      keys: {
        createdAtMs: number;
        expiresAtMs?: number;
        keyId: string;
        name: string;
        revokedAtMs?: number;
        scopes: string[];
      }[];
    };
    ListMembersReply: {
      members: {
        displayName: string;
        email: string;
        /** @description Signs in nowhere */
        isDisabled: boolean;
        /** @description To any organisation */
        lastLoginAtMs?: number;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
        sinceMs: number;
        /**
         * @description `oidc`: by what the provider says, and until it says otherwise
         * @enum {string}
         */
        source: 'local' | 'oidc';
        /** Format: uuid */
        userId: string;
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
    };
    ListRulesReply: {
      /** @description For the next page; absent on the last */
      nextCursor?: string;
      packs: {
        packId: string;
        /** @description 0 also when the pack is named and not stored */
        rules: number;
        version: string;
      }[];
      rules: {
        author?: string;
        /** @description Whether a threshold and window can be set */
        hasThreshold: boolean;
        /** @description Published by the organisation itself */
        isOwn: boolean;
        /** @enum {string} */
        kind: 'detection' | 'correlation';
        /**
         * @description As the rule says; see override
         * @enum {string}
         */
        level: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        name?: string;
        /** @description What is in force beside what the rule says */
        override?: {
          isEnabled?: boolean;
          /** @enum {string} */
          severity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          threshold?: number;
          windowSeconds?: number;
        };
        packId: string;
        path: string;
        ruleId: string;
        /**
         * @description `off_by_default`: runs when it is enabled by name; `shadowed`: an earlier pack has a rule of this id
         * @enum {string}
         */
        state: 'enabled' | 'disabled' | 'off_by_default' | 'shadowed';
        tags: string[];
        title: string;
      }[];
      total: number;
    };
    ListRuleVersionsReply: {
      versions: {
        createdAtMs: number;
        createdBy: string;
        reason: string;
        ruleId: string;
        title: string;
        version: number;
        /** @description Absent: it was withdrawn */
        yaml?: string;
      }[];
    };
    ListSecurityAuditReply: {
      /** @description For the next page; absent on the last */
      nextCursor?: string;
      records: {
        /** @description Who asked for it */
        actor?: string;
        atMs: number;
        detail: {
          [key: string]: unknown;
        };
        /** @description SHA-256 over the record, which holds the hash of the one before, hex */
        hash: string;
        kind: string;
        node?: string;
        /** @description Why they asked */
        reason?: string;
        /** @description Place in the chain, without gaps */
        seq: number;
        user?: string;
      }[];
    };
    ListSecurityUsersReply: {
      atMs: number;
      users: {
        readonly channels: string[];
        /** @description `all`: whatever there is */
        readonly commands: string[];
        /** @description Open on all nodes */
        connections: number;
        /** @description Null: not in the store of acl-manager */
        credentialAgeMs: number | null;
        description: string;
        /** @description Where it is not as declared, and how */
        readonly drift: string[];
        isDeclared: boolean;
        isEnabled: boolean;
        /** @description Patterns: `~` to read and write, `%R~` to read, `%W~` to write */
        readonly keys: string[];
        rotation: {
          /** @description It was turned round already */
          isBack: boolean;
          reason: string;
          startedAtMs: number;
          step: string;
        } | null;
        user: string;
      }[];
    };
    ListSessionsReply: {
      sessions: {
        address: string;
        displayName: string | null;
        email: string | null;
        expiresAtMs: number;
        /** @description The one that asks */
        isCurrent: boolean;
        lastSeenAtMs: number;
        sessionId: string;
        startedAtMs: number;
        userAgent: string;
        /** Format: uuid */
        userId: string;
      }[];
    };
    ListSinksReply: {
      sinks: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        health: {
          /** @description What it refused for good and still waits to be replayed */
          deadLetters: number;
          delivered: number;
          /** @description Since when it has been taken off; null while it is not */
          detachedAtMs: number | null;
          /** @description Of the delivered, what the receiver had already */
          duplicates: number;
          filtered: number;
          /** @description Entries of its streams that it has not settled; null: not known */
          lagEntries: number | null;
          /** @description Age of the oldest item in hand when it last said so */
          lagMs: number;
          /** @description Why it failed last */
          lastError: string | null;
          lastErrorMs: number | null;
          lastSuccessMs: number | null;
          retried: number;
          /** @description Entries that left the streams while it was taken off: it is never sent them */
          skippedEntries: number;
          /**
           * @description `new`: nothing was sent yet; `detached`: it was too far behind and was taken off
           * @enum {string}
           */
          state: 'new' | 'ok' | 'failing' | 'paused' | 'detached';
        };
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        /** @description The last hour, oldest first */
        minutes: {
          atMs: number;
          delivered: number;
          lagMs: number;
          retried: number;
        }[];
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      }[];
    };
    ListSuppressionsReply: {
      suppressions: {
        createdAtMs: number;
        /** @description Who ended it before its time */
        endedBy?: string;
        expiresAtMs: number;
        matchers: {
          /** @enum {string} */
          field: 'ruleId' | 'severity' | 'sourceIp' | 'user' | 'asset' | 'tag';
          /** @enum {string} */
          op: 'equals' | 'in' | 'cidr' | 'startsWith';
          value: string | string[];
        }[];
        owner: string;
        reason: string;
        startsAtMs?: number;
        /** Format: uuid */
        suppressionId: string;
      }[];
    };
    ListViewsReply: {
      views: {
        isOwn: boolean;
        /** @description Everybody in the organisation sees it */
        isShared: boolean;
        name: string;
        /** @description `user:<id>` or `api_key:<id>` */
        owner: string;
        /** @description What people call them */
        ownerName: string | null;
        page: string;
        /** @description Search string of the page's address, without `?` */
        query: string;
        updatedAtMs: number;
        /** Format: uuid */
        viewId: string;
      }[];
    };
    LoginBody: {
      email: string;
      /** @description Name or id; the first by name if not given */
      organization?: string;
      password: string;
    };
    LoginReply: {
      /** @description For `x-csrf-token` of requests with the cookie that change something */
      csrfToken: string | null;
      /** @description When the session ends at the latest */
      expiresAtMs: number | null;
      /** @description Flags of the organisation, as they hold */
      features: {
        [key: string]: boolean;
      };
      organization: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
      };
      /** @description Where the user may work; see switchOrganization */
      organizations: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
      }[];
      permissions: (
        | 'events:write'
        | 'events:read'
        | 'events:export'
        | 'alerts:read'
        | 'alerts:write'
        | 'incidents:read'
        | 'incidents:write'
        | 'rules:read'
        | 'rules:write'
        | 'suppressions:read'
        | 'suppressions:write'
        | 'channels:read'
        | 'channels:write'
        | 'sinks:read'
        | 'sinks:write'
        | 'assets:read'
        | 'assets:write'
        | 'intel:read'
        | 'intel:write'
        | 'pipeline:read'
        | 'pipeline:write'
        | 'reports:read'
        | 'reports:write'
        | 'org:read'
        | 'org:write'
        | 'members:read'
        | 'members:write'
        | 'keys:read'
        | 'keys:write'
        | 'audit:read'
        | 'platform:read'
        | 'platform:write'
      )[];
      role: ('viewer' | 'analyst' | 'admin' | 'auditor') | null;
      /** @description Null for an API key */
      user: {
        displayName: string;
        email: string;
        /** Format: uuid */
        userId: string;
      } | null;
    };
    OpenIncidentBody: {
      /**
       * @description Alerts that belong to it
       * @default []
       */
      alertIds: string[];
      /**
       * @default security
       * @enum {string}
       */
      kind: 'alert' | 'security';
      note?: string;
      /** @enum {string} */
      severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
      /** @default {} */
      subject: {
        asset?: string;
        group?: string;
        sourceIp?: string;
        user?: string;
      };
      title: string;
    };
    OpenIncidentReply: {
      /** Format: uuid */
      commandId: string;
      /** Format: uuid */
      incidentId: string;
    };
    PauseSinkBody: {
      /** @description Why, for the audit log */
      reason?: string;
    };
    PauseSinkReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      sink: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      };
    };
    PreviewSuppressionBody: {
      /** @default 7 */
      days: number;
      /** @description All of them must hold */
      matchers: {
        /** @enum {string} */
        field: 'ruleId' | 'severity' | 'sourceIp' | 'user' | 'asset' | 'tag';
        /** @enum {string} */
        op: 'equals' | 'in' | 'cidr' | 'startsWith';
        value: string | string[];
      }[];
    };
    PreviewSuppressionReply: {
      /** @description Alerts that changed in that time */
      alertCount: number;
      alertIds: string[];
      bySeverity: {
        critical: number;
        high: number;
        informational: number;
        low: number;
        medium: number;
      };
      days: number;
      /** @description Of these, it would have hidden so many */
      hiddenCount: number;
      /** @description Events they counted */
      hiddenEvents: number;
      /** @description False when only the newest 20000 alerts were looked at */
      isWhole: boolean;
      rules: {
        hiddenCount: number;
        ruleId: string;
        ruleName: string;
      }[];
    };
    Problem: {
      /** @enum {unknown} */
      code:
        | 'malformed_request'
        | 'invalid_parameter'
        | 'invalid_json'
        | 'invalid_body'
        | 'unauthenticated'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'request_timeout'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'refused'
        | 'rate_limited'
        | 'too_many_exports'
        | 'headers_too_large'
        | 'internal'
        | 'acl_manager_unavailable'
        | 'overloaded'
        | 'unavailable';
      detail?: string;
      errors?: {
        code?: string;
        line?: number;
        message: string;
        path: string;
      }[];
      requestId?: string;
      status: number;
      title: string;
      /** Format: uri */
      type: string;
    };
    PublishRuleBody: {
      /** @description Why; others will read it */
      reason: string;
      yaml: string;
    };
    PublishRuleReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      /** @description Worth a word, though it is published */
      problems: {
        code: string;
        line?: number;
        message: string;
        /**
         * @description `error`: keeps the rule from being loaded
         * @enum {string}
         */
        severity: 'error' | 'warning' | 'note';
      }[];
      ruleId: string;
      version: number;
    };
    PutAssetBody: {
      asset: {
        /** @default [] */
        addresses: string[];
        /**
         * @default medium
         * @enum {string}
         */
        criticality: 'low' | 'medium' | 'high' | 'critical';
        owner?: string;
        /** @default [] */
        tags: string[];
      };
      /** @description Why, for the audit log */
      reason?: string;
    };
    PutAssetReply: {
      asset: {
        addresses: string[];
        /** @enum {string} */
        criticality: 'low' | 'medium' | 'high' | 'critical';
        health: {
          /** @description Events of this hour and the one before */
          events1h: number;
          openAlerts: number;
          /** @description 0 to 100: open alerts, severe events, silence and weaknesses take from it */
          securityScore: number;
          /** @enum {string} */
          status: 'healthy' | 'warning' | 'critical' | 'silent';
        };
        name: string;
        owner?: string;
        /** @description Null: never */
        scannedAtMs: number | null;
        scanner?: string;
        tags: string[];
        updatedAtMs: number;
        updatedBy: string;
        /** @description Weaknesses that its newest scan found */
        vulnerabilities: {
          critical: number;
          high: number;
          informational: number;
          low: number;
          medium: number;
        };
      };
    };
    PutIntelListBody: {
      /**
       * @description Found out where it is absent
       * @enum {string}
       */
      format?: 'csv' | 'stix' | 'misp';
      /** @description Why, for the audit log */
      reason?: string;
      /**
       * @description Where it came from
       * @default api
       */
      source: string;
      text: string;
    };
    PutIntelListReply: {
      indicators: number;
      isNew: boolean;
      /** Format: uuid */
      listId: string;
      /** @description Entries left out */
      skipped: {
        expired: number;
        repeated: number;
        unusable: number;
      };
    };
    RemoveMemberReply: {
      /** @description As it was */
      member: {
        displayName: string;
        email: string;
        /** @description Signs in nowhere */
        isDisabled: boolean;
        /** @description To any organisation */
        lastLoginAtMs?: number;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
        sinceMs: number;
        /**
         * @description `oidc`: by what the provider says, and until it says otherwise
         * @enum {string}
         */
        source: 'local' | 'oidc';
        /** Format: uuid */
        userId: string;
      };
    };
    ReplayDeadLettersBody:
      | {
          /**
           * @description Only say what would happen
           * @default false
           */
          dryRun: boolean;
          /** @description Whose dead letters */
          group: string;
          letterIds: string[];
          /** @description Why; kept in the audit log */
          reason?: string;
        }
      | {
          /** @constant */
          all: true;
          /**
           * @description Only those
           * @enum {string}
           */
          deadReason?:
            'undecodable' | 'undecodable_frame' | 'permanent_error' | 'attempts_exhausted' | 'refused_by_store';
          /**
           * @description Only say what would happen
           * @default false
           */
          dryRun: boolean;
          /** @description Whose dead letters */
          group: string;
          /** @description Why; kept in the audit log */
          reason?: string;
        };
    ReplayDeadLettersReply: {
      /** @description With `all`: there are more than one request takes; ask again */
      isMore: boolean;
      refused: {
        letterId: string;
        /**
         * @description `gone`: no such letter any more; `failed`: it could not be moved and is still there
         * @enum {string}
         */
        why: 'gone' | 'replayed_too_often' | 'failed';
      }[];
      /** @description In a dry run: would be */
      replayed: number;
    };
    ResumeSinkBody: {
      /** @description Why, for the audit log */
      reason?: string;
    };
    ResumeSinkReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      sink: {
        /** @description How much goes into one request */
        batch: {
          /** @default 0 */
          lingerMs: number;
          /** @default 1048576 */
          maxBytes: number;
          /** @default 500 */
          maxEvents: number;
        };
        /** @description Settings of its type that are no secret */
        config: {
          [key: string]: unknown;
        };
        /** @description What it is given */
        filter: {
          eventTypes?: string[];
          /**
           * @default informational
           * @enum {string}
           */
          minSeverity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
          query?: string;
          /**
           * @default [
           *       "events"
           *     ]
           */
          streams: ('events' | 'alerts')[];
        };
        /** @description Its cursor in the streams */
        group: string;
        hasSecret: boolean;
        isEnabled: boolean;
        /**
         * @description As what it is said
         * @enum {string}
         */
        mapping: 'ecs' | 'ocsf' | 'cef' | 'raw';
        name: string;
        /** @enum {string} */
        onFull: 'block' | 'detach';
        /** Format: uuid */
        sinkId: string;
        /** @enum {string} */
        startAt: 'now' | 'oldest';
        /** @description Where it leads, as far as that is no secret */
        target: string;
        /** @enum {string} */
        type: 'syslog' | 'splunk_hec' | 'elasticsearch' | 'otlp' | 'webhook' | 'file' | 's3' | 'kafka';
      };
    };
    RevokeInvitationReply: {
      invitation: {
        createdAtMs: number;
        email: string;
        expiresAtMs: number;
        /** Format: uuid */
        invitationId: string;
        /** @description As people know who it was */
        invitedBy: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
        /** @enum {string} */
        state: 'open' | 'accepted' | 'revoked' | 'expired';
      };
    };
    RevokeKeyReply: {
      key: {
        createdAtMs: number;
        expiresAtMs?: number;
        keyId: string;
        name: string;
        revokedAtMs?: number;
        scopes: string[];
      };
    };
    RollbackRuleBody: {
      /** @description Why; others will read it */
      reason?: string;
      version: number;
    };
    RollbackRuleReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      /** @description Worth a word, though it is published */
      problems: {
        code: string;
        line?: number;
        message: string;
        /**
         * @description `error`: keeps the rule from being loaded
         * @enum {string}
         */
        severity: 'error' | 'warning' | 'note';
      }[];
      ruleId: string;
      version: number;
    };
    RollBackSecurityUserBody: {
      /** @description Why, for both audit logs */
      reason: string;
    };
    RollBackSecurityUserReply: {
      detail: string;
      ok: boolean;
      requestId: string;
      result?:
        | {
            /** @enum {string} */
            action: 'rotate' | 'rollback';
            users: {
              detail: string;
              /** @description Record of the rotation; no secrets */
              evidence?: {
                [key: string]: unknown;
              };
              ok: boolean;
              user: string;
            }[];
          }
        | {
            /** @constant */
            action: 'revoke';
            endedConnections: number;
            leftConnections: number;
            user: string;
          }
        | {
            /** @constant */
            action: 'test';
            nodes: {
              address: string;
              /** @description Of the node, word by word */
              answer: string;
              isAllowed: boolean;
            }[];
          }
        | {
            /** @constant */
            action: 'apply';
            nodes: {
              address: string;
              digest: string;
              done: string[];
              error?: string;
            }[];
          };
      /** @enum {string} */
      state: 'running' | 'done';
    };
    RotateSecurityUserBody: {
      /** @description Why, for both audit logs */
      reason: string;
    };
    RotateSecurityUserReply: {
      detail: string;
      ok: boolean;
      requestId: string;
      result?:
        | {
            /** @enum {string} */
            action: 'rotate' | 'rollback';
            users: {
              detail: string;
              /** @description Record of the rotation; no secrets */
              evidence?: {
                [key: string]: unknown;
              };
              ok: boolean;
              user: string;
            }[];
          }
        | {
            /** @constant */
            action: 'revoke';
            endedConnections: number;
            leftConnections: number;
            user: string;
          }
        | {
            /** @constant */
            action: 'test';
            nodes: {
              address: string;
              /** @description Of the node, word by word */
              answer: string;
              isAllowed: boolean;
            }[];
          }
        | {
            /** @constant */
            action: 'apply';
            nodes: {
              address: string;
              digest: string;
              done: string[];
              error?: string;
            }[];
          };
      /** @enum {string} */
      state: 'running' | 'done';
    };
    RotateSecurityUsersBody: {
      /** @description Why, for both audit logs */
      reason: string;
    };
    RotateSecurityUsersReply: {
      detail: string;
      ok: boolean;
      requestId: string;
      result?:
        | {
            /** @enum {string} */
            action: 'rotate' | 'rollback';
            users: {
              detail: string;
              /** @description Record of the rotation; no secrets */
              evidence?: {
                [key: string]: unknown;
              };
              ok: boolean;
              user: string;
            }[];
          }
        | {
            /** @constant */
            action: 'revoke';
            endedConnections: number;
            leftConnections: number;
            user: string;
          }
        | {
            /** @constant */
            action: 'test';
            nodes: {
              address: string;
              /** @description Of the node, word by word */
              answer: string;
              isAllowed: boolean;
            }[];
          }
        | {
            /** @constant */
            action: 'apply';
            nodes: {
              address: string;
              digest: string;
              done: string[];
              error?: string;
            }[];
          };
      /** @enum {string} */
      state: 'running' | 'done';
    };
    SaveViewBody: {
      /** @default false */
      isShared: boolean;
      name: string;
      /** @enum {string} */
      page: 'overview' | 'alerts' | 'incidents' | 'live' | 'search' | 'rules' | 'pipeline' | 'redis' | 'compliance';
      query: string;
    };
    SaveViewReply: {
      view: {
        isOwn: boolean;
        /** @description Everybody in the organisation sees it */
        isShared: boolean;
        name: string;
        /** @description `user:<id>` or `api_key:<id>` */
        owner: string;
        /** @description What people call them */
        ownerName: string | null;
        page: string;
        /** @description Search string of the page's address, without `?` */
        query: string;
        updatedAtMs: number;
        /** Format: uuid */
        viewId: string;
      };
    };
    SearchEventsReply: {
      events: {
        action?: string;
        /** @description Absent: not scored, or too ordinary to keep */
        anomaly?: {
          /** @description 0-100, how unusual for the organisation; unusual is not malicious */
          anomalyScore: number;
          /** @description 0-1, how much had been seen to base it on */
          confidence: number;
          /** @description The model was less than a day old, so the score was capped */
          isWarmingUp: boolean;
          /** @description The weightiest first */
          reasons: {
            aspect: string;
            /** @enum {string} */
            code: 'rarity' | 'burst' | 'fan_out' | 'number' | 'hour' | 'own_model';
            fields: {
              [key: string]: string;
            };
            share: number;
            text: string;
          }[];
          /** @description 0-100, how much it should worry, with severity */
          threatScore: number;
        };
        asset?: string;
        /** @description The asset it is about, by the inventory */
        context?: {
          /** @enum {string} */
          criticality: 'low' | 'medium' | 'high' | 'critical';
          name: string;
          owner?: string;
        };
        destinationIp?: string;
        eventId: string;
        eventTimeMs: number;
        eventType: string;
        /** @description The sender's own id */
        externalId?: string;
        /** @description What threat-intelligence lists said of it when it was stored */
        intel?: {
          confidence?: number;
          field: string;
          indicator: string;
          kind: string;
          list: string;
          threat?: string;
          value: string;
        }[];
        /** @description Dated later than it was received */
        isFuture: boolean;
        message?: string;
        /** Format: uuid */
        orgId: string;
        outcome?: string;
        /** @description The JSON text of the event as it was accepted */
        payload: string;
        /** @description Where its addresses lie, by the databases of the operator */
        places?: {
          destination?: {
            asn?: number;
            country?: string;
            network?: string;
          };
          source?: {
            asn?: number;
            country?: string;
            network?: string;
          };
        };
        receivedAtMs: number;
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        user?: string;
        /** @description The event in the schema that `view` asks for */
        view?: {
          [key: string]: unknown;
        };
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
    };
    ShowInvitationBody: {
      /** @description Of the link in the invitation */
      token: string;
    };
    ShowInvitationReply: {
      email: string;
      /** @description Then its password, or a session, is needed to accept */
      hasAccount: boolean;
      organization: string;
      /** @enum {string} */
      role: 'viewer' | 'analyst' | 'admin' | 'auditor';
    };
    StartComplianceRunBody: {
      /** @description Why, for the audit log */
      reason?: string;
    };
    StartComplianceRunReply: {
      requestId: string;
    };
    Suppression: {
      createdAtMs: number;
      expiresAtMs: number;
      matchers: {
        /** @enum {string} */
        field: 'ruleId' | 'severity' | 'sourceIp' | 'user' | 'asset' | 'tag';
        /** @enum {string} */
        op: 'equals' | 'in' | 'cidr' | 'startsWith';
        value: string | string[];
      }[];
      owner: string;
      reason: string;
      startsAtMs?: number;
      /** Format: uuid */
      suppressionId: string;
    };
    SwitchOrganizationBody: {
      /** Format: uuid */
      orgId: string;
    };
    SwitchOrganizationReply: {
      /** @description For `x-csrf-token` of requests with the cookie that change something */
      csrfToken: string | null;
      /** @description When the session ends at the latest */
      expiresAtMs: number | null;
      /** @description Flags of the organisation, as they hold */
      features: {
        [key: string]: boolean;
      };
      organization: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
      };
      /** @description Where the user may work; see switchOrganization */
      organizations: {
        displayName: string;
        name: string;
        /** Format: uuid */
        orgId: string;
        /** @enum {string} */
        role: 'viewer' | 'analyst' | 'admin' | 'auditor';
      }[];
      permissions: (
        | 'events:write'
        | 'events:read'
        | 'events:export'
        | 'alerts:read'
        | 'alerts:write'
        | 'incidents:read'
        | 'incidents:write'
        | 'rules:read'
        | 'rules:write'
        | 'suppressions:read'
        | 'suppressions:write'
        | 'channels:read'
        | 'channels:write'
        | 'sinks:read'
        | 'sinks:write'
        | 'assets:read'
        | 'assets:write'
        | 'intel:read'
        | 'intel:write'
        | 'pipeline:read'
        | 'pipeline:write'
        | 'reports:read'
        | 'reports:write'
        | 'org:read'
        | 'org:write'
        | 'members:read'
        | 'members:write'
        | 'keys:read'
        | 'keys:write'
        | 'audit:read'
        | 'platform:read'
        | 'platform:write'
      )[];
      role: ('viewer' | 'analyst' | 'admin' | 'auditor') | null;
      /** @description Null for an API key */
      user: {
        displayName: string;
        email: string;
        /** Format: uuid */
        userId: string;
      } | null;
    };
    TestChannelReply: {
      /** @description What the receiver said, or why it failed */
      detail: string;
      ok: boolean;
    };
    TestRuleBody: {
      /**
       * @description Over the events accepted in so many hours
       * @default 24
       */
      hours: number;
      /** @description Threshold, window and severity in place of what is set */
      override?: {
        /** @enum {string} */
        severity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        threshold?: number;
        windowSeconds?: number;
      };
      ruleId?: string;
      /** @description Rules that need not be published; with it no ruleId */
      yaml?: string;
    };
    TestRuleReply: {
      alertCount: number;
      /** @description At most 100: the gravest, then those of most events */
      alerts: {
        count: number;
        firstSeenMs: number;
        lastSeenMs: number;
        reason: string;
        sampleEventIds: string[];
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        subject: {
          asset?: string;
          group?: string;
          sourceIp?: string;
          user?: string;
        };
        title: string;
      }[];
      /** @description That were looked at */
      events: number;
      /** @description Events that could not be read or evaluated */
      failures: number;
      fromMs: number;
      /** @description False: only the oldest events were looked at, since there are more than 500000, it took more than 10 s, or 5000 alerts came of it */
      isWhole: boolean;
      /** @description Before they are folded into alerts */
      matches: number;
      problems: {
        code: string;
        line?: number;
        message: string;
        /**
         * @description `error`: keeps the rule from being loaded
         * @enum {string}
         */
        severity: 'error' | 'warning' | 'note';
      }[];
      toMs: number;
      tookMs: number;
    };
    TestSecurityCommandBody: {
      /** @description The command and its arguments: `["XADD", "{org:…}:events:stream", "*", "a", "b"]` */
      command: string[];
      /** @description Why, for the audit log */
      reason?: string;
      /** @description Name of a Redis user */
      user: string;
    };
    TestSecurityCommandReply: {
      detail: string;
      /** @description By all nodes that answered */
      isAllowed: boolean;
      nodes: {
        address: string;
        /** @description Of the node, word by word */
        answer: string;
        isAllowed: boolean;
      }[];
    };
    TestSinkReply: {
      /** @description What the receiver said, or why it failed */
      detail: string;
      ok: boolean;
    };
    VerifyAuditReply: {
      /** @description `seq` of the first entry at fault */
      brokenAt?: number;
      /** @description Entries that are sound, from the first on */
      checked: number;
      /** @description What is wrong with it */
      detail?: string;
      /** @description `<seq>:<hash>` of the last entry */
      head?: string;
      ok: boolean;
    };
    WithdrawRuleBody: {
      /** @description Why; others will read it */
      reason: string;
    };
    WithdrawRuleReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      /** @description Worth a word, though it is published */
      problems: {
        code: string;
        line?: number;
        message: string;
        /**
         * @description `error`: keeps the rule from being loaded
         * @enum {string}
         */
        severity: 'error' | 'warning' | 'note';
      }[];
      ruleId: string;
      version: number;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listAlerts: {
    parameters: {
      query?: {
        asset?: string;
        /** @description Empty: nobody's */
        assignee?: string;
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        disposition?: 'true_positive' | 'false_positive' | 'benign';
        /** @description Earliest, of the time that is sorted by */
        fromMs?: number;
        incidentId?: string;
        /** @description Only those that a suppression or another alert hides, or only the others */
        isHidden?: boolean;
        /** @description Most to answer */
        limit?: number;
        /** @description This severity or worse */
        minSeverity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        ruleId?: string;
        /** @description Newest first by this */
        sort?: 'updated' | 'lastSeen';
        sourceIp?: string;
        /** @description Any of these */
        status?: ('firing' | 'acknowledged' | 'resolved' | 'closed')[];
        /** @description Address, user or asset, whichever it is */
        subject?: string;
        /** @description Part of the title, any case */
        text?: string;
        /** @description Before this time */
        toMs?: number;
        user?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListAlertsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getAlert: {
    parameters: {
      query?: {
        /** @description Newest changes */
        historyLimit?: number;
      };
      header?: never;
      path: {
        alertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetAlertReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getAlertEvents: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        alertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetAlertEventsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getSimilarAlerts: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        alertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetSimilarAlertsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  commandAlerts: {
    parameters: {
      query?: {
        /** @description Seconds to wait until what the commands changed is stored */
        wait?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CommandAlertsBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CommandAlertsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  countAlerts: {
    parameters: {
      query?: {
        /** @description Only those that changed since then */
        sinceMs?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CountAlertsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listAnomalies: {
    parameters: {
      query?: {
        /** @description Earliest event time; default a day ago */
        fromMs?: number;
        /** @description Most to answer */
        limit?: number;
        minScore?: number;
        /** @description Before this event time; default in an hour */
        toMs?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListAnomaliesReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getAnomalyModel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetAnomalyModelReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listAssets: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        /** @description Most to answer */
        limit?: number;
        /** @description Part of the name, the owner or an address, any case */
        text?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListAssetsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getAsset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetAssetReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  putAsset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PutAssetBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PutAssetReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  deleteAsset: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeleteAssetReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  importAssets: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ImportAssetsBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImportAssetsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  importScan: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ImportScanBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImportScanReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description One action or all of a kind: `member.removed`, `member` */
        action?: string;
        /** @description An id, or a name of an operator; also `user:<id>` */
        actor?: string;
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        fromMs?: number;
        /** @description Most to answer */
        limit?: number;
        /** @description Id of what was changed */
        target?: string;
        targetKind?: string;
        /** @description Exclusive */
        toMs?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListAuditReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  verifyAudit: {
    parameters: {
      query?: {
        /** @description The head an earlier check told, `<seq>:<hash>` */
        anchor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VerifyAuditReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  acceptInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AcceptInvitationBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AcceptInvitationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  showInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ShowInvitationBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ShowInvitationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LoginBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LoginReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No Content */
      204: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  finishOidc: {
    parameters: {
      query?: {
        code?: string;
        error?: string;
        iss?: string;
        state?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found */
      302: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
    };
  };
  startOidc: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found */
      302: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
    };
  };
  getAuthOptions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetAuthOptionsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
    };
  };
  switchOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SwitchOrganizationBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SwitchOrganizationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangePasswordBody'];
      };
    };
    responses: {
      /** @description No Content */
      204: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetSessionReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listChannels: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListChannelsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  createChannel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateChannelBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreateChannelReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  deleteChannel: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        channelId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeleteChannelReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  changeChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channelId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeChannelBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeChannelReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listDeliveries: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channelId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListDeliveriesReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  testChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channelId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestChannelReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getCompliance: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetComplianceReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getComplianceCheck: {
    parameters: {
      query?: {
        /** @description Without it the newest run */
        runId?: string;
      };
      header?: never;
      path: {
        checkId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetComplianceCheckReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listComplianceExceptions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListComplianceExceptionsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  addComplianceException: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddComplianceExceptionBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AddComplianceExceptionReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  endComplianceException: {
    parameters: {
      query: {
        /** @description Shown in reports and kept in the audit log */
        reason: string;
      };
      header?: never;
      path: {
        exceptionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EndComplianceExceptionReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getComplianceFramework: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        frameworkId: 'soc2' | 'iso27001' | 'csf' | 'nist80053' | 'pci';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetComplianceFrameworkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listComplianceReports: {
    parameters: {
      query?: {
        framework?: 'soc2' | 'iso27001' | 'csf' | 'nist80053' | 'pci';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListComplianceReportsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  createComplianceReport: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateComplianceReportBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreateComplianceReportReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  exportComplianceReport: {
    parameters: {
      query?: {
        format?: 'pdf' | 'json' | 'csv' | 'oscal' | 'html';
      };
      header?: never;
      path: {
        reportId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExportComplianceReportReply'];
          'application/pdf': components['schemas']['ExportComplianceReportReply'];
          'text/csv': components['schemas']['ExportComplianceReportReply'];
          'text/html': components['schemas']['ExportComplianceReportReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getComplianceRequest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        requestId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetComplianceRequestReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listComplianceRuns: {
    parameters: {
      query?: {
        fromMs?: number;
        limit?: number;
        /** @description Exclusive */
        toMs?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListComplianceRunsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  startComplianceRun: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['StartComplianceRunBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StartComplianceRunReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listDeadLetters: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        /** @description Whose dead letters */
        group?: string;
        /** @description Most to answer */
        limit?: number;
        reason?: 'undecodable' | 'undecodable_frame' | 'permanent_error' | 'attempts_exhausted' | 'refused_by_store';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListDeadLettersReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getDeadLetter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Whose dead letters */
        group: string;
        letterId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetDeadLetterReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  replayDeadLetters: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReplayDeadLettersBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReplayDeadLettersReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  searchEvents: {
    parameters: {
      query?: {
        asset?: string;
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        /** @description Earliest event time */
        fromMs?: number;
        /** @description Most to answer */
        limit?: number;
        /** @description This severity or worse */
        minSeverity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        /** @description Part of the message or the JSON, any case; give a time range */
        text?: string;
        /** @description Before this event time */
        toMs?: number;
        /** @description Event type */
        type?: string;
        user?: string;
        /** @description Elastic Common Schema or OCSF */
        view?: 'ecs' | 'ocsf';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SearchEventsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  exportEvents: {
    parameters: {
      query?: {
        asset?: string;
        /** @description Where an export before ended */
        cursor?: string;
        format?: 'ndjson' | 'csv';
        /** @description Earliest event time */
        fromMs?: number;
        limit?: number;
        /** @description This severity or worse */
        minSeverity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        /** @description Part of the message or the JSON, any case; give a time range */
        text?: string;
        /** @description Before this event time */
        toMs?: number;
        /** @description Event type */
        type?: string;
        user?: string;
        /** @description Elastic Common Schema or OCSF; for NDJSON, one such object a line */
        view?: 'ecs' | 'ocsf';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['ExportEventsReply'];
          'text/csv': components['schemas']['ExportEventsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. `too_many_exports`: As many exports are running as may run. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited' | 'too_many_exports';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listIncidents: {
    parameters: {
      query?: {
        asset?: string;
        /** @description Empty: nobody's */
        assignee?: string;
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        /** @description Earliest, of the time that is sorted by */
        fromMs?: number;
        kind?: 'alert' | 'security';
        /** @description Most to answer */
        limit?: number;
        /** @description This severity or worse */
        minSeverity?: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        /** @description Newest first by this */
        sort?: 'updated' | 'lastSeen';
        sourceIp?: string;
        /** @description Any of these */
        status?: ('open' | 'investigating' | 'closed')[];
        /** @description Address, user or asset, whichever it is */
        subject?: string;
        /** @description Part of the title, any case */
        text?: string;
        /** @description Before this time */
        toMs?: number;
        user?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListIncidentsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  openIncident: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OpenIncidentBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpenIncidentReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getIncident: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        incidentId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetIncidentReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  commandIncidents: {
    parameters: {
      query?: {
        /** @description Seconds to wait until what the commands changed is stored */
        wait?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CommandIncidentsBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CommandIncidentsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listIntelLists: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListIntelListsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  putIntelList: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PutIntelListBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PutIntelListReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  deleteIntelList: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeleteIntelListReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getReputation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        address: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetReputationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listInvitations: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListInvitationsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  invite: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['InviteBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InviteReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  revokeInvitation: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        invitationId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevokeInvitationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListKeysReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  createKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateKeyBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreateKeyReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  revokeKey: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        keyId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevokeKeyReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listMembers: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListMembersReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  changeMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        userId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeMemberBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeMemberReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  removeMember: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RemoveMemberReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  endMemberSessions: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EndMemberSessionsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getAlertSeries: {
    parameters: {
      query?: {
        /** @description With today */
        days?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetAlertSeriesReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getEventSeries: {
    parameters: {
      query?: {
        range?: '15m' | '1h' | '24h';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetEventSeriesReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getApiDocument: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetApiDocumentReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
    };
  };
  getOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetOrganizationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  changeOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeOrganizationBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeOrganizationReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getOverview: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetOverviewReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getPipeline: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetPipelineReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listRules: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description Most to answer */
        limit?: number;
        packId?: string;
        state?: 'enabled' | 'disabled' | 'off_by_default' | 'shadowed';
        /** @description Part of id, name, title, tags, author or path, any case */
        text?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListRulesReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  publishRule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PublishRuleBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublishRuleReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getRule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetRuleReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  changeRule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeRuleBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeRuleReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  rollbackRule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RollbackRuleBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RollbackRuleReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listRuleVersions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListRuleVersionsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  withdrawRule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WithdrawRuleBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WithdrawRuleReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  testRule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TestRuleBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestRuleReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `overloaded`: Too much is waiting to be done. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'overloaded';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listSecurityAudit: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: string;
        fromMs?: number;
        kind?:
          | 'users_applied'
          | 'users_drifted'
          | 'users_refused'
          | 'command_denied'
          | 'login_failed'
          | 'log_gap'
          | 'rotation_done'
          | 'rotation_failed'
          | 'user_revoked'
          | 'request'
          | 'spike'
          | 'instance_took_over';
        /** @description Most to answer */
        limit?: number;
        /** @description `host:port` */
        node?: string;
        /** @description Why something was refused */
        reason?: 'command' | 'key' | 'channel' | 'auth';
        /** @description Exclusive */
        toMs?: number;
        user?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListSecurityAuditReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getSecurityPosture: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetSecurityPostureReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  exportSecurityReport: {
    parameters: {
      query?: {
        format?: 'json' | 'csv';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExportSecurityReportReply'];
          'text/csv': components['schemas']['ExportSecurityReportReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getSecurityRequest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        requestId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetSecurityRequestReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  rotateSecurityUsers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RotateSecurityUsersBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RotateSecurityUsersReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  testSecurityCommand: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TestSecurityCommandBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestSecurityCommandReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listSecurityUsers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListSecurityUsersReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  rollBackSecurityUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Name of a Redis user */
        user: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RollBackSecurityUserBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RollBackSecurityUserReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  rotateSecurityUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Name of a Redis user */
        user: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RotateSecurityUserBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RotateSecurityUserReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. `acl_manager_unavailable`: The service that looks after Redis users does not answer. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable' | 'acl_manager_unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listSessions: {
    parameters: {
      query?: {
        /** @description One's own only */
        mine?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListSessionsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No Content */
      204: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listSinks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListSinksReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  createSink: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateSinkBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreateSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  getSink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sinkId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GetSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  deleteSink: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        sinkId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeleteSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  changeSink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sinkId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeSinkBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  pauseSink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sinkId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PauseSinkBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PauseSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  resumeSink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sinkId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResumeSinkBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ResumeSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  testSink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sinkId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestSinkReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listSuppressions: {
    parameters: {
      query?: {
        /** @description Those that have ended as well */
        isWithEnded?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListSuppressionsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  createSuppression: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateSuppressionBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreateSuppressionReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  expireSuppression: {
    parameters: {
      query?: {
        /** @description Why, for the audit log */
        reason?: string;
      };
      header?: never;
      path: {
        suppressionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExpireSuppressionReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  previewSuppression: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PreviewSuppressionBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PreviewSuppressionReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  listViews: {
    parameters: {
      query?: {
        page?: 'overview' | 'alerts' | 'incidents' | 'live' | 'search' | 'rules' | 'pipeline' | 'redis' | 'compliance';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListViewsReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  saveView: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SaveViewBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SaveViewReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. `invalid_json`: The body is not JSON. `invalid_body`: The body is not as it should be. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter' | 'invalid_json' | 'invalid_body';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Request Timeout. `request_timeout`: The request did not arrive in time. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'request_timeout';
            /** @constant */
            status?: 408;
          };
        };
      };
      /** @description Payload Too Large. `body_too_large`: The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'body_too_large';
            /** @constant */
            status?: 413;
          };
        };
      };
      /** @description Unsupported Media Type. `unsupported_media_type`: The content type is not supported. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
            /** @constant */
            status?: 415;
          };
        };
      };
      /** @description Unprocessable Entity. `refused`: The request makes no sense as things are. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'refused';
            /** @constant */
            status?: 422;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
  deleteView: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        viewId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Request-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeleteViewReply'];
        };
      };
      /** @description Bad Request. `malformed_request`: The request is not valid HTTP. `invalid_parameter`: A parameter has no valid value. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'malformed_request' | 'invalid_parameter';
            /** @constant */
            status?: 400;
          };
        };
      };
      /** @description Unauthorized. `unauthenticated`: No valid credential. */
      401: {
        headers: {
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unauthenticated';
            /** @constant */
            status?: 401;
          };
        };
      };
      /** @description Forbidden. `forbidden`: The credential does not allow this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'forbidden';
            /** @constant */
            status?: 403;
          };
        };
      };
      /** @description Not Found. `not_found`: No such resource. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'not_found';
            /** @constant */
            status?: 404;
          };
        };
      };
      /** @description Too Many Requests. `rate_limited`: The user, key or address asks too often. */
      429: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'rate_limited';
            /** @constant */
            status?: 429;
          };
        };
      };
      /** @description Internal Server Error. `internal`: The request failed inside the dashboard. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'internal';
            /** @constant */
            status?: 500;
          };
        };
      };
      /** @description Service Unavailable. `unavailable`: The store cannot be reached, or took too long. */
      503: {
        headers: {
          /** @description Whole seconds */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code?: 'unavailable';
            /** @constant */
            status?: 503;
          };
        };
      };
    };
  };
}
