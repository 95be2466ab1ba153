import { deviceEvidence, fileEvidence, ipEvidence, processEvidence, urlEvidence, userEvidence } from './evidence.ts';
import type { IncidentInput } from './raise-incident.ts';

/** Incidents as a small company's week brings them, for demos. */
export const SAMPLE_INCIDENTS: readonly IncidentInput[] = [
  {
    title: 'Multi-stage incident involving Initial access & Command and control on one endpoint',
    severity: 'high',
    description:
      'A document from mail started PowerShell, which fetched and ran a file and called out to a known host.',
    customTags: ['Finance'],
    systemTags: ['Credential Phish'],
    alerts: [
      {
        title: 'Suspicious PowerShell command line',
        category: 'Execution',
        mitreTechniques: ['T1059.001', 'T1204.002'],
        evidence: [
          deviceEvidence('fin-laptop-07.contoso.example'),
          userEvidence('mira.sorensen', 'contoso.example'),
          processEvidence(
            'powershell.exe -nop -w hidden -enc SQBFAFgA',
            'C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
            'powershell.exe',
          ),
          fileEvidence('C:\\Users\\mira.sorensen\\Downloads', 'invoice_8841.docm'),
        ],
      },
      {
        title: 'Connection to a host associated with command and control',
        category: 'CommandAndControl',
        mitreTechniques: ['T1071.001'],
        evidence: [
          deviceEvidence('fin-laptop-07.contoso.example'),
          ipEvidence('198.51.100.23', 'MD'),
          urlEvidence('https://cdn-updates.example.net/stage2.bin'),
        ],
      },
    ],
  },
  {
    title: 'Email reported by user as malware or phish',
    severity: 'low',
    description: 'A user reported a message that asks to sign in to see a shared file.',
    systemTags: ['Credential Phish'],
    alerts: [
      {
        title: 'Email reported by user as malware or phish',
        category: 'InitialAccess',
        serviceSource: 'microsoftDefenderForOffice365',
        detectionSource: 'microsoftDefenderForOffice365',
        productName: 'Microsoft Defender for Office 365',
        mitreTechniques: ['T1566.002'],
        evidence: [
          userEvidence('jo.tanaka', 'contoso.example'),
          urlEvidence('https://login-contoso.example.org/share'),
        ],
      },
    ],
  },
  {
    title: 'Unfamiliar sign-in properties involving one user',
    severity: 'medium',
    description: 'A sign-in from a country and a device this account never used before, after many failures.',
    alerts: [
      {
        title: 'Unfamiliar sign-in properties',
        category: 'CredentialAccess',
        serviceSource: 'azureAdIdentityProtection',
        detectionSource: 'azureAdIdentityProtection',
        productName: 'Microsoft Entra ID Protection',
        mitreTechniques: ['T1110', 'T1078'],
        evidence: [userEvidence('lee.okafor', 'contoso.example'), ipEvidence('203.0.113.77', 'BR')],
      },
    ],
  },
  {
    title: 'Ransomware behavior blocked on one endpoint',
    severity: 'high',
    description: 'A process renamed many files within seconds and was stopped.',
    alerts: [
      {
        title: 'Ransomware activity',
        category: 'Impact',
        mitreTechniques: ['T1486', 'T1490'],
        evidence: [
          deviceEvidence('srv-files-02.contoso.example'),
          processEvidence('vssadmin.exe delete shadows /all /quiet', 'C:\\Windows\\System32', 'vssadmin.exe'),
          fileEvidence('C:\\ProgramData', 'wupd.exe'),
        ],
      },
    ],
  },
  {
    title: 'Port scan from an approved vulnerability scanner',
    severity: 'informational',
    description: 'The weekly scan of the server network.',
    alerts: [
      {
        title: 'Network scan detected',
        category: 'Discovery',
        mitreTechniques: ['T1046'],
        evidence: [deviceEvidence('scanner-01.contoso.example', 'low'), ipEvidence('10.20.9.5')],
      },
    ],
  },
];
