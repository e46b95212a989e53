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
{{- $bundled := dig "redis" "bundled" false (.Values.global | default dict) -}}
{{- if not $bundled -}}
{{- fail (printf "%s: redis.nodes: addresses of the Redis cluster are required" .Chart.Name) -}}
{{- end -}}
{{- printf "%s.%s.svc:6379" (include "redoubt-lib.joined" (list .Release.Name "redis-cluster")) .Release.Namespace -}}
{{- end -}}
{{- end }}

{{/* The Secret that acl-manager keeps for a Redis user, unless another is named. */}}
{{- define "redoubt-lib.redisPasswordSecret" -}}
{{- .Values.redis.passwordSecret.name | default (printf "redis-user-%s-credential" .Values.redis.username) -}}
{{- end }}

{{/* Secrets of a service as a JSON list of {env, name, key, path}: each becomes a file and `<env>_FILE`. */}}
{{- define "redoubt-lib.secretFiles" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- $files := list (dict "env" "REDIS_PASSWORD_FILE" "name" (include "redoubt-lib.redisPasswordSecret" .) "key" .Values.redis.passwordSecret.key "path" "redis-password") -}}
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
{{- $tls := (include "redoubt-lib.setting" (list . "redis" "tls") | fromJson).v -}}
{{- if not .Values.redis.tls.enabled -}}{{- $tls = dig "redis" "tls" $tls (.Values.global | default dict) -}}{{- end -}}
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

{{- define "redoubt-lib.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
data:
  {{- range $key, $value := .Values.config }}
  {{- if not (kindIs "invalid" $value) }}
  {{ $key }}: {{ include "redoubt-lib.text" $value | quote }}
  {{- end }}
  {{- end }}
{{- end }}
