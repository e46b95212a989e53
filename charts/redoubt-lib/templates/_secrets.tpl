{{- define "redoubt-lib.externalSecret" -}}
{{- $secret := .Values.externalSecret -}}
{{- if $secret.enabled -}}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  refreshInterval: {{ $secret.refreshInterval }}
  secretStoreRef:
    name: {{ required (printf "%s: externalSecret.store.name: is required" .Chart.Name) $secret.store.name }}
    kind: {{ $secret.store.kind }}
  target:
    name: {{ $secret.targetName | default (include "redoubt-lib.fullname" .) }}
  data:
    {{- range $key, $remote := $secret.data }}
    - secretKey: {{ $key }}
      remoteRef:
        key: {{ $remote | quote }}
    {{- end }}
{{- end }}
{{- end }}
