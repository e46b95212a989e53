{{- define "redoubt-lib.service.object" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
  {{- with .Values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .Values.service.type }}
  selector:
    {{- include "redoubt-lib.selectorLabels" . | nindent 4 }}
  ports:
    - name: ops
      port: 9090
      targetPort: ops
    {{- if $app.httpPort }}
    - name: http
      port: {{ ternary 443 80 (ne .Values.tls.secretName "") }}
      targetPort: http
    {{- end }}
    {{- range $name, $port := ($app.extraPorts | default dict) }}
    {{- $number := get $.Values.config $port.key }}
    {{- if $number }}
    - name: {{ $name }}
      port: {{ include "redoubt-lib.text" $number }}
      targetPort: {{ $name }}
      protocol: {{ $port.protocol }}
    {{- end }}
    {{- end }}
{{- end }}

{{/* Nothing in or out but what is named here. */}}
{{- define "redoubt-lib.networkPolicy" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- $policy := .Values.networkPolicy -}}
{{- if $policy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "redoubt-lib.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              {{- toYaml $policy.monitoringNamespace | nindent 14 }}
        - podSelector:
            matchLabels:
              app.kubernetes.io/part-of: redoubt
      ports:
        - port: ops
    {{- if $app.httpPort }}
    - from:
        {{- toYaml $policy.httpFrom | nindent 8 }}
      ports:
        - port: http
        {{- range $name, $port := ($app.extraPorts | default dict) }}
        {{- if get $.Values.config $port.key }}
        - port: {{ $name }}
          protocol: {{ $port.protocol }}
        {{- end }}
        {{- end }}
    {{- end }}
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              {{- toYaml $policy.dnsNamespace | nindent 14 }}
      ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
    - to:
        {{- toYaml $policy.redisTo | nindent 8 }}
      ports:
        - port: {{ $policy.redisPort }}
    {{- if ne $app.database "none" }}
    - to:
        {{- toYaml $policy.databaseTo | nindent 8 }}
      ports:
        - port: {{ $policy.databasePort }}
    {{- end }}
    {{- if $app.usesKubernetes }}
    - to:
        {{- toYaml $policy.kubernetesTo | nindent 8 }}
      ports:
        - port: 443
        - port: 6443
    {{- end }}
    {{- with $policy.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
