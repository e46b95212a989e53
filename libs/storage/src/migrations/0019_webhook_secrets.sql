-- What webhooks under the id of a key are signed with, sealed by the service before it comes here.
ALTER TABLE api_keys ADD COLUMN webhook_secret bytea;
