{{/* Numbers of values.yaml are floating point; large ones must not come out as 6.7e+07. */}}
{{- define "redoubt-lib.text" -}}
{{- if kindIs "float64" . -}}
{{- if eq . (floor .) -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- else -}}{{ . }}{{- end -}}
{{- end }}

{{- define "redoubt-lib.redisNodes" -}}
{{- $nodes := (include "redoubt-lib.setting" (list . "redis" "nodes") | fromJson).v -}}
{{- if $nodes -}}
{{- join "," $nodes -}}
{{- else -}}
{{- if not (include "redoubt-lib.hasBundledRedis" .) -}}
{{- fail (printf "%s: redis.nodes: addresses of the Redis cluster are required" .Chart.Name) -}}
{{- end -}}
{{- printf "%s.%s.svc:6379" (include "redoubt-lib.bundledRedis" .) .Release.Namespace -}}
{{- end -}}
{{- end }}

{{/*
{name, key} of the password of a service: a Secret that is named, else the one that acl-manager keeps for the user.
acl-manager itself begins with a password that nodes begin with, too; from then on it keeps its own.
*/}}
{{- define "redoubt-lib.redisPasswordSecret" -}}
{{- $given := .Values.redis.passwordSecret -}}
{{- if $given.name -}}
{{- dict "name" $given.name "key" $given.key | toJson -}}
{{- else if ne .Chart.Name "acl-manager" -}}
{{- dict "name" (printf "redis-user-%s-credential" .Values.redis.username) "key" $given.key | toJson -}}
{{- else if include "redoubt-lib.hasBundledRedis" . -}}
{{- dict "name" (printf "%s-admin" (include "redoubt-lib.bundledRedis" .)) "key" "acl-manager" | toJson -}}
{{- else -}}
{{- fail "acl-manager: redis.passwordSecret.name: the Secret with its first password is required" -}}
{{- end -}}
{{- end }}

{{/* TLS to Redis as JSON; of the Redis of this release, all who speak to it use the certificate of its nodes. */}}
{{- define "redoubt-lib.redisTls" -}}
{{- $shared := dig "redis" "tls" dict (.Values.global | default dict) -}}
{{- $tls := deepCopy (ternary .Values.redis.tls $shared (or .Values.redis.tls.enabled (not $shared))) -}}
{{- if and $tls.enabled (include "redoubt-lib.hasBundledRedis" .) -}}
{{- $name := printf "%s-tls" (include "redoubt-lib.bundledRedis" .) -}}
{{- if not $tls.caSecret.name -}}{{- $_ := set $tls.caSecret "name" $name -}}{{- end -}}
{{- if not $tls.clientSecret.name -}}{{- $_ := set $tls.clientSecret "name" $name -}}{{- end -}}
{{- end -}}
{{- $tls | toJson -}}
{{- end }}

{{/* Secrets of a service as a JSON list of {env, name, key, path}: each becomes a file and `<env>_FILE`. */}}
{{- define "redoubt-lib.secretFiles" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- $files := list (include "redoubt-lib.redisPasswordSecret" . | fromJson | merge (dict "env" "REDIS_PASSWORD_FILE" "path" "redis-password")) -}}
{{- if ne $app.database "none" -}}
{{- $url := (include "redoubt-lib.setting" (list . "database" "urlSecret" "name") | fromJson).v -}}
{{- $key := (include "redoubt-lib.setting" (list . "database" "urlSecret" "key") | fromJson).v -}}
{{- if $url -}}
{{- $files = append $files (dict "env" "DATABASE_URL_FILE" "name" $url "key" $key "path" "database-url") -}}
{{- else if eq $app.database "required" -}}
{{- fail (printf "%s: database.urlSecret.name: the Secret with the address of PostgreSQL is required" .Chart.Name) -}}
{{- end -}}
{{- end -}}
{{- range $env, $need := $app.secrets -}}
{{- $ref := get $.Values.secrets $env -}}
{{- $name := $ref.name | default (dig "secrets" $env "name" "" ($.Values.global | default dict)) -}}
{{- $key := ternary $ref.key (dig "secrets" $env "key" $ref.key ($.Values.global | default dict)) (ne ($ref.name | default "") "") -}}
{{- if $name -}}
{{- $files = append $files (dict "env" (printf "%s_FILE" $env) "name" $name "key" $key "path" $env) -}}
{{- else if eq $need "required" -}}
{{- fail (printf "%s: secrets.%s.name: the Secret is required" $.Chart.Name $env) -}}
{{- end -}}
{{- end -}}
{{- $files | toJson -}}
{{- end }}

{{/* Environment that the chart sees to; config holds the rest. Only keys that the service reads. */}}
{{- define "redoubt-lib.env" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- $tls := include "redoubt-lib.redisTls" . | fromJson -}}
{{- $env := dict "OPS_PORT" "9090" "REDIS_NODES" (include "redoubt-lib.redisNodes" .) "REDIS_USERNAME" .Values.redis.username -}}
{{- $_ := set $env "DRAIN_TIMEOUT_MS" (printf "%d" (mul .Values.drainTimeoutSeconds 1000)) -}}
{{- if $tls.enabled -}}
{{- $_ := set $env "REDIS_TLS" "true" -}}
{{- if $tls.caSecret.name -}}{{- $_ := set $env "REDIS_TLS_CA_FILE" "/run/redoubt/redis-ca/ca.crt" -}}{{- end -}}
{{- if $tls.clientSecret.name -}}
{{- $_ := set $env "REDIS_TLS_CERT_FILE" "/run/redoubt/redis-client/tls.crt" -}}
{{- $_ := set $env "REDIS_TLS_KEY_FILE" "/run/redoubt/redis-client/tls.key" -}}
{{- end -}}
{{- end -}}
{{- if $app.httpPort -}}
{{- $_ := set $env "HTTP_PORT" (toString $app.httpPort) -}}
{{- $_ := set $env "READINESS_LINGER_MS" (printf "%d" (mul .Values.readinessLingerSeconds 1000)) -}}
{{- if .Values.tls.secretName -}}
{{- $_ := set $env "TLS_CERT_FILE" "/run/redoubt/tls/tls.crt" -}}
{{- $_ := set $env "TLS_KEY_FILE" "/run/redoubt/tls/tls.key" -}}
{{- end -}}
{{- end -}}
{{- range include "redoubt-lib.secretFiles" . | fromJsonArray -}}
{{- $_ := set $env .env (printf "/run/redoubt/secrets/%s" .path) -}}
{{- end -}}
{{- range $key, $value := ($app.env | default dict) -}}{{- $_ := set $env $key $value -}}{{- end -}}
{{- with $app.volume -}}
{{- $own := index $.Values .value -}}
{{- if $own.claimName -}}
{{- $_ := set $env .key (ternary .path (printf "%s/%s" .path ($own.file | default "")) (empty $own.file)) -}}
{{- end -}}
{{- end -}}
{{- if .Values.resources.limits.memory -}}
{{- $_ := set $env "NODE_OPTIONS" (printf "--max-old-space-size=%s" (include "redoubt-lib.heapMegabytes" .Values.resources.limits.memory)) -}}
{{- end -}}
{{- range $key, $value := $env }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- range $key, $path := ($app.fieldEnv | default dict) }}
- name: {{ $key }}
  valueFrom:
    fieldRef:
      fieldPath: {{ $path }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if or (hasKey $env .name) (hasKey ($app.fieldEnv | default dict) .name) (hasKey $.Values.config .name) }}
{{- fail (printf "%s: extraEnv: %s is set already" $.Chart.Name .name) }}
{{- end }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}

{{/* Three quarters of the memory limit; the rest is for buffers and native code. */}}
{{- define "redoubt-lib.heapMegabytes" -}}
{{- $text := . | toString -}}
{{- if hasSuffix "Gi" $text -}}
{{- div (mul (trimSuffix "Gi" $text | int) 1024 3) 4 -}}
{{- else if hasSuffix "Mi" $text -}}
{{- div (mul (trimSuffix "Mi" $text | int) 3) 4 -}}
{{- else -}}
{{- fail (printf "resources.limits.memory: %s: whole Mi or Gi, please" $text) -}}
{{- end -}}
{{- end }}

{{/*
Settings without which the Redis of this release has no users: nothing but acl-manager makes them, and those by which
nodes look after each other are not declared anywhere. Its administrator is for emergencies alone.
*/}}
{{- define "redoubt-lib.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if and (eq .Chart.Name "acl-manager") (include "redoubt-lib.hasBundledRedis" .) -}}
{{- $needed := list "admin" "cluster-keeper" -}}
{{- $ignored := $config.ACL_IGNORED_USERS | default (join "," $needed) -}}
{{- range $user := $needed -}}
{{- if not (has $user (splitList "," ($ignored | nospace))) -}}
{{- fail (printf "acl-manager: config.ACL_IGNORED_USERS: %s is what the nodes of this release live by and cannot be left out" $user) -}}
{{- end -}}
{{- end -}}
{{- $pods := printf "app.kubernetes.io/name=redis-cluster,app.kubernetes.io/instance=%s" (.Release.Name | trunc 63 | trimSuffix "-") -}}
{{- $config = merge $config (dict "ACL_MODE" "enforce" "ACL_IGNORED_USERS" $ignored "REDIS_POD_SELECTOR" $pods) -}}
{{- else if and (eq .Chart.Name "compliance-reporter") (include "redoubt-lib.hasBundledRedis" .) -}}
{{- $config = merge $config (dict "BREAK_GLASS_USERS" "admin") -}}
{{- end -}}
{{- $config | toJson -}}
{{- end }}

{{- define "redoubt-lib.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
data:
  {{- range $key, $value := include "redoubt-lib.config" . | fromJson }}
  {{- if not (kindIs "invalid" $value) }}
  {{ $key }}: {{ include "redoubt-lib.text" $value | quote }}
  {{- end }}
  {{- end }}
{{- end }}
