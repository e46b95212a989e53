{{/* What acl-manager may do: the Secrets of Redis users, in its own namespace and nowhere else. */}}
{{- define "redoubt-lib.rbac" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- with $app.rules -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  {{- include "redoubt-lib.metadata" $ | nindent 2 }}
rules:
  {{- toYaml . | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  {{- include "redoubt-lib.metadata" $ | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "redoubt-lib.fullname" $ }}
subjects:
  - kind: ServiceAccount
    name: {{ include "redoubt-lib.serviceAccountName" $ }}
    namespace: {{ $.Release.Namespace }}
{{- end }}
{{- end }}
