{{/* What services of the same release look for has to be what this chart makes. */}}
{{- define "redis-cluster.checks" -}}
{{- $name := include "redoubt-lib.fullname" . -}}
{{- if include "redoubt-lib.hasBundledRedis" . -}}
{{- if ne $name (include "redoubt-lib.bundledRedis" .) -}}
{{- fail (printf "redis-cluster: fullnameOverride: set global.redis.name to %s as well, by which services find it" $name) -}}
{{- end -}}
{{- if ne .Values.tls.enabled (dig "redis" "tls" "enabled" false .Values.global) -}}
{{- fail "redis-cluster: tls.enabled: has to be what global.redis.tls.enabled says" -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "redis-cluster.headless" -}}
{{ include "redoubt-lib.fullname" . }}-nodes
{{- end }}

{{- define "redis-cluster.adminSecret" -}}
{{ .Values.adminSecret.name | default (printf "%s-admin" (include "redoubt-lib.fullname" .)) }}
{{- end }}

{{- define "redis-cluster.tlsSecret" -}}
{{ .Values.tls.secretName | default (printf "%s-tls" (include "redoubt-lib.fullname" .)) }}
{{- end }}

{{- define "redis-cluster.count" -}}
{{ mul .Values.masters (add1 .Values.replicasPerMaster) }}
{{- end }}

{{- define "redis-cluster.domain" -}}
{{ include "redis-cluster.headless" . }}.{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}
{{- end }}

{{- define "redis-cluster.nodeNames" -}}
{{- $names := list -}}
{{- range $ordinal := until (include "redis-cluster.count" . | int) -}}
{{- $names = append $names (printf "%s-%d.%s" (include "redoubt-lib.fullname" $) $ordinal (include "redis-cluster.domain" $)) -}}
{{- end -}}
{{- join " " $names -}}
{{- end }}

{{- define "redis-cluster.config" -}}
MASTERS: {{ .Values.masters | quote }}
PORT: '6379'
NODE_NAMES: {{ include "redis-cluster.nodeNames" . | quote }}
MAX_MEMORY: {{ .Values.maxMemory | quote }}
EXTRA_CONF: |-
  appendfsync {{ .Values.durability }}
  {{- range $key, $value := .Values.settings }}
  {{ $key }} {{ $value }}
  {{- end }}
{{- if .Values.tls.enabled }}
TLS_DIR: /run/redoubt/tls
TLS_CLIENTS: {{ .Values.tls.clientCertificates | quote }}
{{- end }}
HANDOVER_SECONDS: {{ sub .Values.terminationGracePeriodSeconds 20 | quote }}
{{- end }}

{{- define "redis-cluster.env" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: NODE_ADDRESS
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: NODE_ORDINAL
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
{{- end }}

{{- define "redis-cluster.mounts" -}}
- name: data
  mountPath: /data
- name: tmp
  mountPath: /tmp
- name: scripts
  mountPath: /opt/redoubt
  readOnly: true
- name: secrets
  mountPath: /run/redoubt/secrets
  readOnly: true
{{- if .Values.tls.enabled }}
- name: tls
  mountPath: /run/redoubt/tls
  readOnly: true
{{- end }}
{{- end }}
