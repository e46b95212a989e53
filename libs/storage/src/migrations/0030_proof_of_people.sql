-- Who has shown that an account belongs to the person of its address; null: nobody, it may have been made by another.
ALTER TABLE users ADD COLUMN email_proof text COLLATE "C" CHECK (email_proof IN ('mail', 'provider', 'operator'));
-- Counts up when all sessions of a user end: one that was opened under an earlier count is refused, whatever Redis holds.
ALTER TABLE users ADD COLUMN session_epoch integer NOT NULL DEFAULT 0;

-- Those whom operators made: an operator says whose an address is. Of all others nothing is known.
UPDATE users SET email_proof = 'operator'
WHERE EXISTS (
  SELECT 1 FROM audit_log a
  WHERE a.org_id = '00000000-0000-0000-0000-000000000000' AND a.target_kind = 'user' AND a.target_id = users.id::text
    AND a.action = 'user.created' AND a.actor_kind = 'operator'
);

-- When the mail server took the token and nobody else was told it.
ALTER TABLE invitations ADD COLUMN mailed_at timestamptz;

-- Where a user signed in from with a password: guesses from elsewhere do not keep them out there.
CREATE TABLE user_networks (
  user_id uuid        NOT NULL REFERENCES users (id),
  network text        COLLATE "C" NOT NULL CHECK (length(network) <= 64),
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, network)
);
