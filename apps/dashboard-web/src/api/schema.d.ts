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
    post?: never;
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
     * @description Ends when there are no more or `limit` are written. The trailers say how many there are and where a next export goes on. An export that fails on its way breaks the connection off. Texts in CSV that a spreadsheet would take for a formula begin with an apostrophe. Needs `events:export`.
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
    post?: never;
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
    get?: never;
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
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Alert: {
      /** Format: uuid */
      alertId: string;
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
    };
    ChangeRuleReply: {
      /** @description False: it is kept, and in force as soon as Redis can be reached */
      isInForce: boolean;
      rule: {
        author?: string;
        /** @description Whether a threshold and window can be set */
        hasThreshold: boolean;
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
    ExportEventsReply: string;
    GetAlertEventsReply: {
      events: {
        action?: string;
        asset?: string;
        destinationIp?: string;
        eventId: string;
        eventTimeMs: number;
        eventType: string;
        /** @description The sender's own id */
        externalId?: string;
        /** @description Dated later than it was received */
        isFuture: boolean;
        message?: string;
        /** Format: uuid */
        orgId: string;
        outcome?: string;
        /** @description The JSON text of the event as it was accepted */
        payload: string;
        receivedAtMs: number;
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        user?: string;
      }[];
    };
    GetAlertReply: {
      alert: components['schemas']['Alert'];
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
    GetApiDocumentReply: {
      [key: string]: unknown;
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
      }[];
      /** @description False when not all could be read */
      isComplete: boolean;
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
    ListAlertsReply: {
      alerts: components['schemas']['Alert'][];
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
        name: string;
        /** @description Recipients, or the host of the address */
        target: string;
        /** @enum {string} */
        type: 'email' | 'slack' | 'webhook' | 'pagerduty';
      }[];
    };
    ListIncidentsReply: {
      incidents: components['schemas']['Incident'][];
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
        | 'overloaded'
        | 'unavailable';
      detail?: string;
      errors?: {
        message: string;
        path: string;
      }[];
      requestId?: string;
      status: number;
      title: string;
      /** Format: uri */
      type: string;
    };
    SearchEventsReply: {
      events: {
        action?: string;
        asset?: string;
        destinationIp?: string;
        eventId: string;
        eventTimeMs: number;
        eventType: string;
        /** @description The sender's own id */
        externalId?: string;
        /** @description Dated later than it was received */
        isFuture: boolean;
        message?: string;
        /** Format: uuid */
        orgId: string;
        outcome?: string;
        /** @description The JSON text of the event as it was accepted */
        payload: string;
        receivedAtMs: number;
        /** @enum {string} */
        severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
        sourceIp?: string;
        user?: string;
      }[];
      /** @description For the next page; absent on the last */
      nextCursor?: string;
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. `too_many_exports`: As many exports are running as may run. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      query?: never;
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
      /** @description Too Many Requests. `rate_limited`: The user or key asks too often. */
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
