# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The attributes of accounts, lists, domains and classes of service, one a line.  Made by
tests/tools/make_attribute_table.py of the server's own definitions (8.8.15 to 10.1.3); never changed by hand.

name, type, flags, classes and, where it is newer than 8.8.15, the release that has it first.
Types: bool, enum:a,b;c (c in older releases alone), int[:min[:max]], long, port, duration[:min[:max]], time, email, emailp,
emails (a comma list), id, regex:R, cert; text of at most so many characters: str[:max], cstr (case counts), astr (ASCII),
octets; and LDAP's own: printable, numeric, dn, country, delivery, oid, none (nothing is accepted).
Flags: m several values, i immutable, x deprecated, h inherited from the class of service, n told by GetInfo,
d a domain's administrator may change it, l known to the directory but not to Zimbra, k the server's code judges it besides:
e it must be an address, p it must be more than zero; - none.
Classes: A account, R calendar resource besides, C class of service, L static list, G dynamic group, D domain, I identity;
in lower case where only the directory allows it.  OTHERS are the names that belong to entries of other kinds, such as servers.
"""

from __future__ import annotations

NEWEST = (10, 1, 3)
TABLE = """
amavisAddrExtensionBadHeader astr:256 - ad
amavisAddrExtensionBanned astr:256 - ad
amavisAddrExtensionSpam astr:256 - ad
amavisAddrExtensionVirus astr:256 - ad
amavisArchiveQuarantineTo astr:256 - ad
amavisBadHeaderAdmin astr:256 - ad
amavisBadHeaderLover bool - ad
amavisBadHeaderQuarantineTo astr:256 - ad
amavisBannedAdmin astr:256 - ad
amavisBannedFilesLover bool - ad
amavisBannedQuarantineTo astr:256 - ad
amavisBannedRuleNames astr:256 - ad
amavisBlacklistSender astr:256 km ad
amavisBypassBannedChecks bool - ad
amavisBypassHeaderChecks bool - ad
amavisBypassSpamChecks bool - ad
amavisBypassVirusChecks bool - ad
amavisCleanQuarantineTo astr:256 - ad
amavisDisclaimerOptions astr:256 - ad
amavisForwardMethod astr:256 m ad
amavisLocal bool - ad
amavisMessageSizeLimit astr:256 - ad
amavisNewVirusAdmin astr:256 - ad
amavisSaUserConf astr:256 - ad
amavisSaUserName astr:256 - ad
amavisSpamAdmin astr:256 - ad
amavisSpamDsnCutoffLevel astr:256 - ad
amavisSpamKillLevel astr:256 - ad
amavisSpamLover bool - ad
amavisSpamModifiesSubj bool - ad
amavisSpamQuarantineCutoffLevel astr:256 - ad
amavisSpamQuarantineTo astr:256 - ad
amavisSpamSubjectTag astr:256 - ad
amavisSpamSubjectTag2 astr:256 - ad
amavisSpamSubjectTag3 astr:256 - ad
amavisSpamTag2Level astr:256 - ad
amavisSpamTag3Level astr:256 - ad
amavisSpamTagLevel astr:256 - ad
amavisUncheckedLover astr:256 - ad
amavisUncheckedQuarantineTo astr:256 - ad
amavisVirusAdmin astr:256 - ad
amavisVirusLover bool - ad
amavisVirusQuarantineTo astr:256 - ad
amavisWarnBadHeaderRecip bool - ad
amavisWarnBannedRecip bool - ad
amavisWarnVirusRecip bool - ad
amavisWhitelistSender astr:256 km ad
audio octets lm a
businessCategory str lm adg
c country d A
carLicense str lm a
cn str dmn ACLdg
co str dm A
company str d A
dc astr l d
departmentNumber str lm a
description str dm ACDGL
destinationIndicator printable dm Ad
dgIdentity dn l g
displayName str dkn AGLR
employeeNumber str l a
employeeType str lm a
facsimileTelephoneNumber printable dm Ad
givenName str dm A
gn str dm A
homePhone printable dm A
homePostalAddress str lm a
initials str dm A
internationaliSDNNumber numeric dm Ad
jpegPhoto octets lm a
l str dm Ad
labeledURI str lm a
mail astr im AGL
manager dn lm a
member dn lm -
memberURL str km G
mobile printable dm A
o str dm Adg
objectClass oid m -
ou str dm Ag
owner dn lm g
pager printable dm A
photo octets lm a
physicalDeliveryOfficeName str dm Ad
postOfficeBox str dm Ad
postalAddress str dm Ad
postalCode str dm Ad
preferredDeliveryMethod delivery d Ad
preferredLanguage str l a
registeredAddress str dm Ad
roomNumber str lm a
searchGuide none lm d
secretary dn lm a
seeAlso dn lm adg
sn str dm A
st str dm Ad
street str dm Ad
streetAddress str dm A
telephoneNumber printable dm Ad
teletexTerminalIdentifier none dm Ad
telexNumber printable dm Ad
thumbnailPhoto octets - A
title str dm A
uid str imn AL
userCertificate cert m A
userPKCS12 octets lm a
userPassword octets m Ad
userSMIMECertificate octets m A
x121Address numeric dm Ad
x500uniqueIdentifier octets lm a
zimbraACE str m ACDGL
zimbraAccountCalendarUserType enum:USER,RESOURCE d AR
zimbraAccountStatus enum:active,maintenance,locked,closed,lockout,pending dk A
zimbraAccountSuspensionReason str d A 10.0.0
zimbraActiveSyncVersion str dhmn ACD 10.0.0
zimbraAdminAuthTokenLifetime duration dhkp AC
zimbraAdminConsoleCatchAllAddressEnabled bool - D
zimbraAdminConsoleDNSCheckEnabled bool - D
zimbraAdminConsoleLDAPAuthEnabled bool - D
zimbraAdminConsoleLoginMessage str m D
zimbraAdminConsoleLoginURL str:256 d D
zimbraAdminConsoleLogoutURL str:256 d D
zimbraAdminConsoleSkinEnabled bool - D
zimbraAdminConsoleUIComponents str mn AGL
zimbraAdminOutgoingSieveScriptAfter str h ACD
zimbraAdminOutgoingSieveScriptBefore str h ACD
zimbraAdminSavedSearches str:512 dhm AC
zimbraAdminSieveScriptAfter str h ACD
zimbraAdminSieveScriptBefore str h ACD
zimbraAggregateQuotaLastUsage long:0 - D
zimbraAllowAnyFromAddress bool hn AC
zimbraAllowFromAddress email:256 dkmn A
zimbraAmavisDomainDisclaimerHTML str - D
zimbraAmavisDomainDisclaimerText str - D
zimbraAppSpecificPassword octets im A
zimbraAppSpecificPasswordDuration duration h AC
zimbraArchiveAccount email:256 m A
zimbraArchiveAccountDateTemplate str:256 h AC
zimbraArchiveAccountNameTemplate str:256 h AC
zimbraArchiveEnabled bool h AC
zimbraAttachmentsBlocked bool dhn AC
zimbraAttachmentsIndexingEnabled bool dh AC
zimbraAttachmentsViewInHtmlOnly bool dhn AC
zimbraAuthFallbackToLocal bool - D
zimbraAuthKerberos5Realm str:1024 - D
zimbraAuthLdapBindDn str:256 - D
zimbraAuthLdapExternalDn str:256 d A
zimbraAuthLdapSearchBase str:256 - D
zimbraAuthLdapSearchBindDn str:256 - D
zimbraAuthLdapSearchBindPassword str:256 - D
zimbraAuthLdapSearchFilter str:256 - D
zimbraAuthLdapStartTlsEnabled bool - D
zimbraAuthLdapURL str:256 m D
zimbraAuthMech str:512 k D
zimbraAuthMechAdmin str:512 k D
zimbraAuthTokenLifetime duration dhkp AC
zimbraAuthTokenValidityValue int:0 d A
zimbraAuthTokens str m A
zimbraAutoProvAccountNameMap str:256 - D
zimbraAutoProvAttrMap str:256 m D
zimbraAutoProvAuthMech enum:LDAP,PREAUTH,KRB5,SPNEGO m D
zimbraAutoProvBatchSize int - D
zimbraAutoProvLastPolledTimestamp time - D
zimbraAutoProvLdapAdminBindDn str:256 - D
zimbraAutoProvLdapAdminBindPassword str:256 - D
zimbraAutoProvLdapBindDn str:256 - D
zimbraAutoProvLdapSearchBase str:256 - D
zimbraAutoProvLdapSearchFilter str:256 k D
zimbraAutoProvLdapStartTlsEnabled bool - D
zimbraAutoProvLdapURL str:256 - D
zimbraAutoProvListenerClass str:1024 - D
zimbraAutoProvLock str - D
zimbraAutoProvMode enum:EAGER,LAZY,MANUAL m D
zimbraAutoProvNotificationBody str - D
zimbraAutoProvNotificationFromAddress str:256 - D
zimbraAutoProvNotificationSubject str - D
zimbraAvailabilityServiceProvider bool - A
zimbraAvailableLocale str:80 dhmn AC
zimbraAvailableSkin str:80 dhmn ACD
zimbraBackupEnabled bool h ACD 10.0.0
zimbraBasicAuthRealm str:256 - D
zimbraBatchedIndexingSize int:0 dh AC
zimbraBlockEmailSendFromImapPop bool hn ACD 10.0.0
zimbraBrandingFolderName str:200 dhn ACD 10.1.0
zimbraCOSId id k A
zimbraCalResAutoAcceptDecline bool d R
zimbraCalResAutoDeclineIfBusy bool d R
zimbraCalResAutoDeclineRecurring bool d R
zimbraCalResBuilding str:32 d R
zimbraCalResCapacity int d R
zimbraCalResContactEmail email d R
zimbraCalResContactName str:256 d R
zimbraCalResContactPhone printable:32 d R
zimbraCalResFloor str:32 d R
zimbraCalResLocationDisplayName str:256 d R
zimbraCalResMaxNumConflictsAllowed int:0 d R
zimbraCalResMaxPercentConflictsAllowed int:0:100 d R
zimbraCalResRoom str:32 d R
zimbraCalResSite str:32 d R
zimbraCalResType enum:Location,Equipment d R
zimbraCalendarCalDavSharedFolderCacheDuration duration dh AC
zimbraCalendarCalDavSyncEnd duration dh AC
zimbraCalendarCalDavSyncStart duration dh AC
zimbraCalendarKeepExceptionsOnSeriesTimeChange bool dhn AC
zimbraCalendarLocationDisabledFields str hn ACD
zimbraCalendarMaxRevisions int:0 dh AC
zimbraCalendarReminderDeviceEmail email:256 dn A
zimbraCalendarResourceDoubleBookingAllowed bool hn AC
zimbraCalendarShowResourceTabs bool hn AC
zimbraChangePasswordURL str:256 - D
zimbraChatAllowDlMemberAddAsFriend bool - GL
zimbraChatConversationAuditEnabled bool - D
zimbraChatHistoryEnabled bool h AC
zimbraChildAccount id dkmx A
zimbraChildVisibleAccount id dmx A
zimbraClassicWebClientDisabled bool d D 10.1.0
zimbraCommunityAPIClientID str h ACD
zimbraCommunityAPIClientSecret str h ACD
zimbraCommunityBaseURL str h ACD
zimbraCommunityHomeURL str h ACD
zimbraCommunityID str d A
zimbraCommunityUsernameMapping str h ACD
zimbraConstraint str m C
zimbraContactAffinityEventLoggingEnabled bool hk AC 10.1.0
zimbraContactAutoCompleteEmailFields str:64 dhx AC
zimbraContactAutoCompleteMaxResults int:0 hn AC
zimbraContactEmailFields str:4096 dh AC
zimbraContactMaxNumEntries int:0 hn AC
zimbraContactRankingTableSize int:0 dh AC
zimbraConverterHints cstr hmn AC
zimbraCreateTimestamp time i ACDGILR
zimbraCsrfAllowedRefererHosts str m D
zimbraCsrfTokenData str m A
zimbraCustomerCareTier int::3 n A
zimbraDNSCheckHostname str:256 d D
zimbraDataSourceCaldavPollingInterval duration:0 dhkn AC
zimbraDataSourceCalendarPollingInterval duration:0 dhkn AC
zimbraDataSourceGalPollingInterval duration:0 dhkn AC
zimbraDataSourceImapPollingInterval duration:0 dhkn AC
zimbraDataSourceImportOnLogin bool hn AC
zimbraDataSourceLivePollingInterval duration:0 dhkn AC
zimbraDataSourceMaxNumEntries int:0 hn AC
zimbraDataSourceMinPollingInterval duration dhn AC
zimbraDataSourcePollingInterval duration:0 dhkn AC
zimbraDataSourcePop3PollingInterval duration:0 dhkn AC
zimbraDataSourceQuota long:0 dhk AC
zimbraDataSourceRssPollingInterval duration:0 dhkn AC
zimbraDataSourceTotalQuota long:0 dhk AC
zimbraDataSourceYabPollingInterval duration:0 dhkn AC
zimbraDebugInfo str:1024 m A
zimbraDefaultFolderFlags str:32 dh AC
zimbraDefaultSortByRelevance bool h AC 10.1.0
zimbraDelayedIndexInactiveAccountAge duration h ACD 10.1.0
zimbraDelayedIndexStatus enum:suppressed,waitingForSearch,indexing n A 10.0.0
zimbraDeviceAllowedPasscodeLockoutDuration duration hmn AC
zimbraDeviceCalendarSoftDeleteExcludePattern cstr h AC
zimbraDeviceFileOpenWithEnabled bool hn AC
zimbraDeviceLockWhenInactive bool hn AC
zimbraDeviceOfflineCacheEnabled bool hn AC
zimbraDevicePasscodeEnabled bool hn AC
zimbraDevicePasscodeLockoutDuration duration hn AC
zimbraDisableCrossAccountConversationThreading bool - AC
zimbraDistributionListSendShareMessageFromAddress str:256 - GL
zimbraDistributionListSendShareMessageToNewMembers bool - GL
zimbraDistributionListSubscriptionPolicy enum:ACCEPT,REJECT,APPROVAL - GL
zimbraDistributionListUnsubscriptionPolicy enum:ACCEPT,REJECT,APPROVAL - GL
zimbraDocumentRecentlyViewedEnabled bool dh AC 10.0.0
zimbraDomainAdminMaxMailQuota long hn AC
zimbraDomainAggrQuotaWarnMsgBodyKey str - D 10.0.0
zimbraDomainAggrQuotaWarnMsgSubjectKey str - D 10.0.0
zimbraDomainAggregateQuota long:0 - D
zimbraDomainAggregateQuotaPolicy enum:ALLOWSENDRECEIVE,BLOCKSEND,BLOCKSENDRECEIVE - D
zimbraDomainAggregateQuotaWarnEmailRecipient email m D
zimbraDomainAggregateQuotaWarnPercent int:0:100 - D
zimbraDomainAliasTargetId str:256 - D
zimbraDomainAllowedIPs str:256 m D
zimbraDomainCOSMaxAccounts str:256 km D
zimbraDomainDefaultCOSId id k D
zimbraDomainDefaultExternalUserCOSId id k D
zimbraDomainFeatureMaxAccounts str:256 m D
zimbraDomainLoginPageFallbackPath str:256 - D 10.1.0
zimbraDomainLoginPagePath str:256 - D 10.1.0
zimbraDomainMandatoryMailSignatureEnabled bool - D
zimbraDomainMandatoryMailSignatureHTML str x D
zimbraDomainMandatoryMailSignatureText str x D
zimbraDomainMaxAccounts int:0 - D
zimbraDomainName str:256 i D
zimbraDomainRenameInfo str:1024 - D
zimbraDomainStatus enum:active,maintenance,locked,closed,suspended,shutdown k D
zimbraDomainTrialConvertAtExpiration bool nx D 10.1.0
zimbraDomainTrialExpirationDate time nx D 10.1.0
zimbraDomainType enum:local,alias i D
zimbraDriveOwnCloudURL str - D
zimbraDumpsterEnabled bool dhn ACD
zimbraDumpsterPurgeEnabled bool dh ACD
zimbraDumpsterUserVisibleAge duration dh ACD
zimbraErrorReportUrl str:256 - D
zimbraEventIndexInitialNumShards int:1 h ACD 10.1.0
zimbraEventIndexName str h ACD 10.1.0
zimbraExcludeFromCMBSearch bool - A
zimbraExportMaxDays int hn ACD
zimbraExternalAccountDisabledTime time - A
zimbraExternalAccountLifetimeAfterDisabled duration h AC
zimbraExternalGroupHandlerClass str:1024 - D
zimbraExternalGroupLdapSearchBase str:256 - D
zimbraExternalGroupLdapSearchFilter str:256 - D
zimbraExternalImapHostname str:256 d AD
zimbraExternalImapPort port d AD
zimbraExternalImapSSLHostname str:256 d AD
zimbraExternalImapSSLPort port d AD
zimbraExternalPop3Hostname str:256 d AD
zimbraExternalPop3Port port d AD
zimbraExternalPop3SSLHostname str:256 d AD
zimbraExternalPop3SSLPort port d AD
zimbraExternalShareDomainWhitelistEnabled bool dh ACD
zimbraExternalShareInvitationUrlExpiration duration - D
zimbraExternalShareLifetime duration hn AC
zimbraExternalShareWhitelistDomain str dhm ACD
zimbraExternalSharingEnabled bool dhn ACD
zimbraExternalUserMailAddress email n A
zimbraFeatureAddressUnderVerification emails k A
zimbraFeatureAddressVerificationEnabled bool hn AC
zimbraFeatureAddressVerificationExpiry duration hn AC
zimbraFeatureAddressVerificationStatus enum:verified,pending,failed,expired - A
zimbraFeatureAdminMailEnabled bool hn AC
zimbraFeatureAdminPreferencesEnabled bool hn AC
zimbraFeatureAdvancedChatEnabled bool dhn ACD 10.1.0
zimbraFeatureAdvancedChatVideoEnabled bool dhn ACD 10.1.0
zimbraFeatureAdvancedSearchEnabled bool hnx AC
zimbraFeatureAllowUsernameInPassword bool hn ACD 10.1.0
zimbraFeatureAntispamEnabled bool dhn AC
zimbraFeatureAppSpecificPasswordsEnabled bool dhn AC
zimbraFeatureBasicOneToOneChatEnabled bool dhkn ACD 10.1.0
zimbraFeatureBriefcaseDocsEnabled bool hn AC
zimbraFeatureBriefcaseSlidesEnabled bool hn AC
zimbraFeatureBriefcaseSpreadsheetEnabled bool hn AC
zimbraFeatureBriefcasesEnabled bool hn AC
zimbraFeatureCalendarEnabled bool hkn AC
zimbraFeatureCalendarReminderDeviceEmailEnabled bool hn ACD
zimbraFeatureCalendarUpsellEnabled bool hn AC
zimbraFeatureCalendarUpsellURL str:256 dhn AC
zimbraFeatureChangePasswordEnabled bool hn AC
zimbraFeatureChatAllFeaturesEnabled bool dhnx ACD 10.1.0
zimbraFeatureChatEnabled bool dhn AC
zimbraFeatureComposeInNewWindowEnabled bool hn AC
zimbraFeatureConfirmationPageEnabled bool hn AC
zimbraFeatureContactBackupEnabled bool hn AC
zimbraFeatureContactsDetailedSearchEnabled bool hn AC
zimbraFeatureContactsEnabled bool hn AC
zimbraFeatureContactsUpsellEnabled bool hn AC
zimbraFeatureContactsUpsellURL str:256 dhn AC
zimbraFeatureConversationsEnabled bool hn AC
zimbraFeatureCrocodocEnabled bool hn AC
zimbraFeatureCustomUIDEnabled bool hn ACD 10.0.0
zimbraFeatureDataSourcePurgingEnabled bool dh AC
zimbraFeatureDelayedIndexEnabled bool hn ACD 10.0.0
zimbraFeatureDiscardInFiltersEnabled bool dhn AC
zimbraFeatureDistributionListExpandMembersEnabled bool hn AC
zimbraFeatureDistributionListFolderEnabled bool dhn ACD
zimbraFeatureDocumentEditingEnabled bool dhn AC 10.0.0
zimbraFeatureEwsEnabled bool h AC
zimbraFeatureExportFolderEnabled bool hn AC
zimbraFeatureExternalFeedbackEnabled bool hn AC
zimbraFeatureFileTypeUploadRestrictionsEnabled bool dhn AC 10.0.0
zimbraFeatureFiltersEnabled bool hn AC
zimbraFeatureFlaggingEnabled bool hn AC
zimbraFeatureFreeBusyViewEnabled bool hn AC
zimbraFeatureFromDisplayEnabled bool hn AC
zimbraFeatureGalAutoCompleteEnabled bool hn AC
zimbraFeatureGalEnabled bool hn AC
zimbraFeatureGalSyncEnabled bool hn AC
zimbraFeatureGroupCalendarEnabled bool hn AC
zimbraFeatureHtmlComposeEnabled bool hn AC
zimbraFeatureIMEnabled bool hnx AC
zimbraFeatureIdentitiesEnabled bool hn AC
zimbraFeatureImapDataSourceEnabled bool hn AC
zimbraFeatureImportExportFolderEnabled bool hnx AC
zimbraFeatureImportFolderEnabled bool hn AC
zimbraFeatureInitialSearchPreferenceEnabled bool hn AC
zimbraFeatureInstantNotify bool hn AC
zimbraFeatureMAPIConnectorEnabled bool dhn AC
zimbraFeatureMailEnabled bool hn AC
zimbraFeatureMailForwardingEnabled bool dhn AC
zimbraFeatureMailForwardingInFiltersEnabled bool dhn AC
zimbraFeatureMailPollingIntervalPreferenceEnabled bool hnx AC
zimbraFeatureMailPriorityEnabled bool hn AC
zimbraFeatureMailRecallEnabled bool hn ACD 10.1.0
zimbraFeatureMailRecallTime int:1:30 hn ACD 10.1.0
zimbraFeatureMailSendLaterEnabled bool hn AC
zimbraFeatureMailUpsellEnabled bool hn AC
zimbraFeatureMailUpsellURL str:256 dhn AC
zimbraFeatureManageSMIMECertificateEnabled bool hn AC
zimbraFeatureManageZimlets bool dhn AC
zimbraFeatureMarkMailForwardedAsRead bool dhn AC
zimbraFeatureMaxVideoParticipantsForUser int:0 dhnx ACD 10.1.0
zimbraFeatureMobileAppEnabled bool h AC 9.0.0
zimbraFeatureMobileGatewayEnabled bool dhnx AC
zimbraFeatureMobilePolicyEnabled bool hn AC
zimbraFeatureMobileSyncEnabled bool dhn AC
zimbraFeatureModernChatEnabled bool dhknx ACD 10.0.0
zimbraFeatureModernDesktopEnabled bool h AC 9.0.0
zimbraFeatureModernVideoEnabled bool dhknx ACD 10.0.0
zimbraFeatureNewAddrBookEnabled bool hn AC
zimbraFeatureNewMailNotificationEnabled bool hn AC
zimbraFeatureNotebookEnabled bool hnx AC
zimbraFeatureOpenMailInNewWindowEnabled bool hn AC
zimbraFeatureOptionsEnabled bool hn AC
zimbraFeatureOutOfOfficeReplyEnabled bool hn AC
zimbraFeaturePeopleSearchEnabled bool hnx AC
zimbraFeaturePop3DataSourceEnabled bool hn AC
zimbraFeaturePortalEnabled bool hn AC
zimbraFeaturePowerPasteEnabled bool dhnx AC 10.0.0
zimbraFeaturePriorityInboxEnabled bool hn AC
zimbraFeatureReadReceiptsEnabled bool hn AC
zimbraFeatureRelatedContactsEnabled bool h AC 10.1.0
zimbraFeatureResetPasswordStatus enum:enabled,suspended,disabled hkn ACD
zimbraFeatureResetPasswordSuspensionTime duration hn AC
zimbraFeatureResetTwoFactorAuthEnabled bool h ACD 10.1.0
zimbraFeatureRetentionPolicyEnabled bool hn AC 10.1.0
zimbraFeatureSMIMEEnabled bool h AC
zimbraFeatureSafeUnsubscribeFolderEnabled bool dhn AC 10.0.0
zimbraFeatureSavedSearchesEnabled bool hn AC
zimbraFeatureSearchHistoryEnabled bool dhn AC 10.1.0
zimbraFeatureSharedFolderMobileSyncEnabled bool hn AC 10.1.0
zimbraFeatureSharingEnabled bool hn AC
zimbraFeatureShortcutAliasesEnabled bool hnx AC
zimbraFeatureSignaturesEnabled bool hn AC
zimbraFeatureSkinChangeEnabled bool hn AC
zimbraFeatureSocialEnabled bool hn ACD
zimbraFeatureSocialExternalEnabled bool hn ACD
zimbraFeatureSocialExternalURL str hn ACD
zimbraFeatureSocialFiltersEnabled enum:SocialCast,LinkedIn,Twitter,Facebook hmn AC
zimbraFeatureSocialName str hn ACD
zimbraFeatureSocialcastEnabled bool hn AC
zimbraFeatureTaggingEnabled bool hn AC
zimbraFeatureTasksEnabled bool hn AC
zimbraFeatureTouchClientEnabled bool hn AC
zimbraFeatureTrustedDevicesEnabled bool dhn AC
zimbraFeatureTwoFactorAuthAvailable bool dhkn AC
zimbraFeatureTwoFactorAuthRequired bool dhkn AC
zimbraFeatureVideoAllFeaturesEnabled bool dhnx ACD 10.1.0
zimbraFeatureViewInHtmlEnabled bool hn AC
zimbraFeatureVoiceChangePinEnabled bool hn AC
zimbraFeatureVoiceEnabled bool h AC
zimbraFeatureVoiceUpsellEnabled bool hn AC
zimbraFeatureVoiceUpsellURL str:256 dhn AC
zimbraFeatureWebClientEnabled bool dhn AC 9.0.0
zimbraFeatureWebClientOfflineAccessEnabled bool hn AC
zimbraFeatureWebSearchEnabled bool hnx AC
zimbraFeatureZXDesktopEnabled bool hx AC 9.0.0
zimbraFeatureZXWebEnabled bool h AC 9.0.0
zimbraFeatureZimbraAssistantEnabled bool hn AC
zimbraFeatureZulipChatEnabled bool dhn ACD 10.1.0
zimbraFileAndroidCrashReportingEnabled bool hn AC
zimbraFileDeletionNotificationBody str h AC
zimbraFileDeletionNotificationSubject str h AC
zimbraFileExpirationWarningBody str h AC
zimbraFileExpirationWarningSubject str h AC
zimbraFileExpirationWarningThreshold duration h AC
zimbraFileExternalShareLifetime duration hn AC
zimbraFileIOSCrashReportingEnabled bool hn AC
zimbraFileLifetime duration h AC
zimbraFilePreviewMaxSize long hn AC
zimbraFilePublicShareLifetime duration hn AC
zimbraFileShareLifetime duration hn AC
zimbraFileUploadBlockedFileTypes str dhmn AC 10.0.0
zimbraFileUploadMaxSizePerFile long hn ACD
zimbraFileVersionLifetime duration h AC
zimbraFileVersioningEnabled bool h AC
zimbraFilterBatchSize int dhn AC
zimbraFilterSleepInterval duration dh AC
zimbraForceClearCookies bool dhn ACD
zimbraForeignName str m D
zimbraForeignNameHandler str m D
zimbraForeignPrincipal str:256 dkm A
zimbraFreebusyExchangeAuthPassword str:256 h ACD
zimbraFreebusyExchangeAuthScheme enum:basic,form h ACD
zimbraFreebusyExchangeAuthUsername str:256 h ACD
zimbraFreebusyExchangeCachedInterval duration h ACD
zimbraFreebusyExchangeCachedIntervalStart duration h ACD
zimbraFreebusyExchangeServerType enum:webdav,ews d D
zimbraFreebusyExchangeURL str:256 hk ACD
zimbraFreebusyExchangeUserOrg str:256 h ACD
zimbraFreebusyLocalMailboxNotActive bool dh AC
zimbraGalAccountId id m D
zimbraGalAlwaysIncludeLocalCalendarResources bool d D
zimbraGalAutoCompleteLdapFilter str:4096 - D
zimbraGalDefinitionLastModifiedTime time - D
zimbraGalGroupIndicatorEnabled bool - D
zimbraGalInternalSearchBase str:256 - D
zimbraGalLdapAttrMap str:4096 m D
zimbraGalLdapAuthMech enum:none,simple,kerberos5 - D
zimbraGalLdapBindDn str:256 k D
zimbraGalLdapBindPassword str:256 - D
zimbraGalLdapFilter str:4096 k D
zimbraGalLdapGroupHandlerClass str:1024 - D
zimbraGalLdapKerberos5Keytab str:256 - D
zimbraGalLdapKerberos5Principal str:256 - D
zimbraGalLdapPageSize int::1000 - D
zimbraGalLdapSearchBase str:256 k D
zimbraGalLdapStartTlsEnabled bool - D
zimbraGalLdapURL str:256 km D
zimbraGalLdapValueMap str:4096 m D
zimbraGalMaxResults int:0 - D
zimbraGalMode enum:zimbra,both,ldap k D
zimbraGalSyncAccountBasedAutoCompleteEnabled bool dh AC
zimbraGalSyncInternalSearchBase str:256 - D
zimbraGalSyncLdapAuthMech enum:none,simple,kerberos5 - D
zimbraGalSyncLdapBindDn str:256 - D
zimbraGalSyncLdapBindPassword str:256 - D
zimbraGalSyncLdapFilter str:4096 - D
zimbraGalSyncLdapKerberos5Keytab str:256 - D
zimbraGalSyncLdapKerberos5Principal str:256 - D
zimbraGalSyncLdapPageSize int::1000 - D
zimbraGalSyncLdapSearchBase str:256 - D
zimbraGalSyncLdapStartTlsEnabled bool - D
zimbraGalSyncLdapURL str:256 m D
zimbraGalSyncMaxConcurrentClients int d D
zimbraGalSyncSizeLimit int - D
zimbraGalSyncTimestampFormat str:256 - D
zimbraGalTokenizeAutoCompleteKey enum:and,or - D
zimbraGalTokenizeSearchKey enum:and,or - D
zimbraGroupId id i L
zimbraHABSeniorityIndex int - A
zimbraHelpAdminURL str:256 d D
zimbraHelpAdvancedURL str:256 d D
zimbraHelpDelegatedURL str:256 d D
zimbraHelpModernURL str:256 d D 10.0.0
zimbraHelpStandardURL str:256 dx D
zimbraHideAliasesInGal bool n A 10.1.0
zimbraHideInGal bool d ADGL
zimbraHierarchicalAddressBookRoot str m D
zimbraIMAvailableInteropGateways str dhmnx AC
zimbraIMService enum:zimbra,yahoo dhnx AC
zimbraId id in ACDGLR
zimbraIdentityMaxNumEntries int:0 hn AC
zimbraImapAllowedIPs str hmn AC 10.1.0
zimbraImapEnabled bool dh AC
zimbraInterceptAddress str dhm AC
zimbraInterceptBody str dh AC
zimbraInterceptFrom str dh AC
zimbraInterceptSendHeadersOnly bool dh AC
zimbraInterceptSubject str dh AC
zimbraInternalSendersDomain str hm ACD
zimbraInternalSharingCrossDomainEnabled bool - D
zimbraInternalSharingDomain str m D
zimbraInvalidJWTokens str m A
zimbraIsACLGroup bool i G
zimbraIsAdminAccount bool n A
zimbraIsAdminGroup bool k GL
zimbraIsCustomerCareAccount bool n A
zimbraIsDelegatedAdminAccount bool n A
zimbraIsDomainAdminAccount bool dn A
zimbraIsExternalVirtualAccount bool n A
zimbraIsMobileGatewayAppAccount bool nx A
zimbraIsMobileGatewayProxyAccount bool nx A
zimbraIsSystemAccount bool - A
zimbraIsSystemResource bool - A
zimbraJunkMessagesIndexingEnabled bool dh AC
zimbraLastLogonTimestamp time i A
zimbraLdapGalSyncDisabled bool - D
zimbraLocale str:64 dhn ACDGLR
zimbraLogOutFromAllServers bool h AC
zimbraMailAddress email:256 im ADL
zimbraMailAddressValidationRegex str:512 mn D
zimbraMailAdminOutgoingSieveScriptAfter str x ACD
zimbraMailAdminOutgoingSieveScriptBefore str x ACD
zimbraMailAdminSieveScriptAfter str x ACD
zimbraMailAdminSieveScriptBefore str x ACD
zimbraMailAlias email:256 imn ADGL
zimbraMailAllowReceiveButNotSendWhenOverQuota bool h AC
zimbraMailAttachmentMaxSize long dhn AC 10.0.0
zimbraMailBlacklistMaxNumEntries int:0 hn AC
zimbraMailCanonicalAddress email:256 d ADL
zimbraMailCatchAllAddress regex:^@[A-Za-z0-9-\\.]+$ m ADL
zimbraMailCatchAllCanonicalAddress regex:^@[A-Za-z0-9-\\.]+$ - ADL
zimbraMailCatchAllForwardingAddress regex:^@[A-Za-z0-9-\\.]+$ - ADL
zimbraMailDeliveryAddress email:256 im ADL
zimbraMailDomainQuota long:0 - D
zimbraMailDumpsterLifetime duration dhn ACD
zimbraMailForwardingAddress email:256 dmn ADL
zimbraMailForwardingAddressMaxLength int:0 hn AC
zimbraMailForwardingAddressMaxNumAddrs int:0 hn AC
zimbraMailHighlightObjectsMaxSize int:0 hn AC
zimbraMailHost astr:256 k ADGL
zimbraMailHostPool id km C
zimbraMailIdleSessionTimeout duration dhn AC
zimbraMailMessageLifetime duration dhn AC
zimbraMailMinPollingInterval duration dhn AC
zimbraMailOutgoingSieveScript str k A
zimbraMailPurgeSystemPolicy str - C
zimbraMailPurgeUseChangeDateForSpam bool h AC
zimbraMailPurgeUseChangeDateForTrash bool h AC
zimbraMailQuota long dhn AC
zimbraMailSSLClientCertPrincipalMap str - D
zimbraMailSieveScript str k A
zimbraMailSieveScriptMaxSize long:0 hn ACD 10.0.0
zimbraMailSignatureMaxLength long:0 hn AC
zimbraMailSpamLifetime duration dhn AC
zimbraMailStatus enum:enabled,disabled d ADGL
zimbraMailThreadingAlgorithm enum:subject,subjrefs,references,strict,none dh AC
zimbraMailTransport astr:320 - ADL
zimbraMailTrashLifetime duration dhn AC
zimbraMailTrustedSenderListMaxNumEntries int:0 dhn ACD
zimbraMailWhitelistMaxNumEntries int:0 hn AC
zimbraMailboxIndexInitialNumShards int:1 h ACD 10.1.0
zimbraMailboxIndexName str h ACD 10.1.0
zimbraMailboxInitialized bool i A 10.1.0
zimbraMailboxLocationBeforeMove astr:256 - A
zimbraMapiAllowedIPs str hmn AC 10.1.0
zimbraMaxAppSpecificPasswords int:1 h AC
zimbraMaxContactsPerPage int dhn AC
zimbraMaxMailItemsPerPage int dhn AC
zimbraMaxVoiceItemsPerPage int dhn AC
zimbraMemberOf id im A
zimbraMobileAllowedDevices cstr m D 10.0.0
zimbraMobileAllowedIPs str hmn AC 10.1.0
zimbraMobileAttachSkippedItemEnabled bool dhn AC
zimbraMobileBlockedDevices cstr m D 10.0.0
zimbraMobileConfigSigningCertificate astr - D 10.1.0
zimbraMobileConfigSigningKey astr - D 10.1.0
zimbraMobileForceProtocol25 bool dhn AC
zimbraMobileForceSamsungProtocol25 bool dhn AC
zimbraMobileItemsToTrackPerFolderMaxSize str:30 dhmn ACD
zimbraMobileMetadataMaxSizeEnabled bool dhn ACD
zimbraMobileNotificationAdminAddress email:256 h AC
zimbraMobileNotificationEnabled bool dhn AC
zimbraMobileOutlookSyncEnabled bool dhn AC
zimbraMobilePolicyAllowBluetooth int:-1:2 h AC
zimbraMobilePolicyAllowBrowser int:-1:1 h AC
zimbraMobilePolicyAllowCamera int:-1:1 h AC
zimbraMobilePolicyAllowConsumerEmail int:-1:1 h AC
zimbraMobilePolicyAllowDesktopSync int:-1:1 h AC
zimbraMobilePolicyAllowHTMLEmail int:-1:1 h AC
zimbraMobilePolicyAllowInternetSharing int:-1:1 h AC
zimbraMobilePolicyAllowIrDA int:-1:1 h AC
zimbraMobilePolicyAllowNonProvisionableDevices bool h AC
zimbraMobilePolicyAllowPOPIMAPEmail int:-1:1 h AC
zimbraMobilePolicyAllowPartialProvisioning bool h AC
zimbraMobilePolicyAllowRemoteDesktop int:-1:1 h AC
zimbraMobilePolicyAllowSMIMEEncryptionAlgorithmNegotiation int:-1:2 h AC
zimbraMobilePolicyAllowSMIMESoftCerts int:-1:1 h AC
zimbraMobilePolicyAllowSimpleDevicePassword bool h AC
zimbraMobilePolicyAllowStorageCard int:-1:1 h AC
zimbraMobilePolicyAllowTextMessaging int:-1:1 h AC
zimbraMobilePolicyAllowUnsignedApplications int:-1:1 h AC
zimbraMobilePolicyAllowUnsignedInstallationPackages int:-1:1 h AC
zimbraMobilePolicyAllowWiFi int:-1:1 h AC
zimbraMobilePolicyAlphanumericDevicePasswordRequired bool h AC
zimbraMobilePolicyApprovedApplication str:256 hm AC
zimbraMobilePolicyApprovedApplicationList str:256 hm AC
zimbraMobilePolicyDeviceEncryptionEnabled bool hx AC
zimbraMobilePolicyDevicePasswordEnabled bool h AC
zimbraMobilePolicyDevicePasswordExpiration int h AC
zimbraMobilePolicyDevicePasswordHistory int h AC
zimbraMobilePolicyMaxCalendarAgeFilter int:-1:7 h AC
zimbraMobilePolicyMaxDevicePasswordFailedAttempts int h AC
zimbraMobilePolicyMaxEmailAgeFilter int:-1:5 h AC
zimbraMobilePolicyMaxEmailBodyTruncationSize int:-1 h AC
zimbraMobilePolicyMaxEmailHTMLBodyTruncationSize int:-1 h AC
zimbraMobilePolicyMaxInactivityTimeDeviceLock int h AC
zimbraMobilePolicyMinDevicePasswordComplexCharacters int h AC
zimbraMobilePolicyMinDevicePasswordLength int h AC
zimbraMobilePolicyPasswordRecoveryEnabled bool h AC
zimbraMobilePolicyRefreshInterval int h AC
zimbraMobilePolicyRequireDeviceEncryption int:-1:1 h AC
zimbraMobilePolicyRequireEncryptedSMIMEMessages int:-1:1 h AC
zimbraMobilePolicyRequireEncryptionSMIMEAlgorithm int:-1:1 h AC
zimbraMobilePolicyRequireManualSyncWhenRoaming int:-1:1 h AC
zimbraMobilePolicyRequireSignedSMIMEAlgorithm int:-1:1 h AC
zimbraMobilePolicyRequireSignedSMIMEMessages int:-1:1 h AC
zimbraMobilePolicyRequireStorageCardEncryption bool h AC
zimbraMobilePolicySuppressDeviceEncryption bool h AC
zimbraMobilePolicyUnapprovedInROMApplication str:512 hm AC
zimbraMobileSearchMimeSupportEnabled bool h AC
zimbraMobileShareCalendarEnabled bool dhn AC 10.0.0
zimbraMobileShareContactEnabled bool dhn AC
zimbraMobileShareMailEnabled bool dhn AC 10.0.0
zimbraMobileSmartForwardRFC822Enabled bool h AC
zimbraMobileSyncKeyFormatConvertedFolders str dhmn AC
zimbraMobileSyncRedoMaxAttempts str dhmn AC
zimbraMobileTombstoneEnabled bool dhn AC
zimbraModernWebClientDisabled bool d D 10.1.0
zimbraMyoneloginSamlSigningCert astr - D
zimbraNewMailNotificationBody str:10000 dh AC
zimbraNewMailNotificationFrom str:1000 dh AC
zimbraNewMailNotificationMessage str:10000 dh AC
zimbraNewMailNotificationSubject str:1000 dh AC
zimbraNotebookAccount str:256 x D
zimbraNotebookMaxRevisions int:0 h AC
zimbraNotebookSanitizeHtml bool h AC
zimbraNotes str:1024 d ACDGL
zimbraNumSearchesForSavedSearchPrompt int:0 h AC 10.1.0
zimbraOAuthAccessor octets m A
zimbraOAuthConsumerAPIScope str m D
zimbraOAuthConsumerCredentials octets m D
zimbraOAuthConsumerRedirectUri str m D
zimbraOldMailAddress email:256 in ADL
zimbraOpenidConsumerAllowedOPEndpointURL str:256 m D
zimbraPasswordAllowedChars cstr:1024 dhn AC
zimbraPasswordAllowedPunctuationChars cstr:64 dhn AC
zimbraPasswordBlockCommonEnabled bool dhn AC 10.0.0
zimbraPasswordChangeListener str:256 - D
zimbraPasswordEnforceHistory int:0 dhn AC
zimbraPasswordHistory octets:128 m A
zimbraPasswordLocked bool dh AC
zimbraPasswordLockoutDuration duration dh AC
zimbraPasswordLockoutEnabled bool dh AC
zimbraPasswordLockoutFailureLifetime duration dh AC
zimbraPasswordLockoutFailureTime time dm A
zimbraPasswordLockoutLockedTime time d A
zimbraPasswordLockoutMaxFailures int dh AC
zimbraPasswordLockoutSuppressionCacheSize int dh AC
zimbraPasswordLockoutSuppressionEnabled bool dh AC
zimbraPasswordLockoutSuppressionProtocols enum:zsync,imap,pop3,http_basic,http_dav,soap dhm AC
zimbraPasswordMaxAge int:0 dhn AC
zimbraPasswordMaxLength int:0 dhn AC
zimbraPasswordMinAge int:0 dhn AC
zimbraPasswordMinAlphaChars int:0 dhn AC
zimbraPasswordMinDigitsOrPuncs int:0 dhn AC
zimbraPasswordMinLength int:0 dhn AC
zimbraPasswordMinLowerCaseChars int:0 dhn AC
zimbraPasswordMinNumericChars int:0 dhn AC
zimbraPasswordMinPunctuationChars int:0 dhn AC
zimbraPasswordMinUpperCaseChars int:0 dhn AC
zimbraPasswordModifiedTime time n A
zimbraPasswordMustChange bool d A
zimbraPasswordRecoveryMaxAttempts int hn AC
zimbraPhoneticCompany str:256 d A
zimbraPhoneticFirstName str:256 d A
zimbraPhoneticLastName str:256 d A
zimbraPop3AllowedIPs str hmn AC 10.1.0
zimbraPop3Enabled bool dhn AC
zimbraPortalName str:256 dhn AC
zimbraPreAuthKey octets:128 - D
zimbraPrefAcceptedClientTOS bool n A
zimbraPrefAccountTreeOpen bool dh AC
zimbraPrefAdminConsoleWarnOnExit bool dh AC
zimbraPrefAdvancedClientEnforceMinDisplay bool dh AC
zimbraPrefAllowAddressForDelegatedSender email:256 dkmn AGL
zimbraPrefAppleIcalDelegationEnabled bool dh AC
zimbraPrefAutoAddAddressEnabled bool dh AC
zimbraPrefAutoCompleteQuickCompletionOnComma bool dh AC
zimbraPrefAutoSaveDraftInterval duration dh AC
zimbraPrefAutocompleteAddressBubblesEnabled bool dhx AC
zimbraPrefBccAddress str:2048 d AI
zimbraPrefBriefcaseReadingPaneLocation enum:bottom,right,off dh AC
zimbraPrefCalendarAcceptSignatureId id d AI
zimbraPrefCalendarAllowCancelEmailToSelf bool dh AC
zimbraPrefCalendarAllowForwardedInvite bool dh AC
zimbraPrefCalendarAllowPublishMethodInvite bool dh AC
zimbraPrefCalendarAllowedTargetsForInviteDeniedAutoReply enum:internal,sameDomain,all dh AC
zimbraPrefCalendarAlwaysShowMiniCal bool dh AC
zimbraPrefCalendarApptAllowAtendeeEdit bool dh AC
zimbraPrefCalendarApptReminderWarningTime int:-1 dh AC
zimbraPrefCalendarApptVisibility enum:public,private dh AC
zimbraPrefCalendarAutoAcceptSignatureId id dk AI
zimbraPrefCalendarAutoAddInvites bool dh AC
zimbraPrefCalendarAutoDeclineSignatureId id dk AI
zimbraPrefCalendarAutoDenySignatureId id dk AI
zimbraPrefCalendarDayHourEnd int:0:24 dh AC
zimbraPrefCalendarDayHourStart int:0:23 dh AC
zimbraPrefCalendarDeclineSignatureId id d AI
zimbraPrefCalendarDefaultApptDuration duration dh AC
zimbraPrefCalendarFirstDayOfWeek int:0:6 dh AC
zimbraPrefCalendarForwardInvitesTo str dm A
zimbraPrefCalendarInitialCheckedCalendars astr:512 d A
zimbraPrefCalendarInitialView enum:day,week,workWeek,month,list,year dh AC
zimbraPrefCalendarNotifyDelegatedChanges bool dh AC
zimbraPrefCalendarReminderDeviceInfo str:128 - A
zimbraPrefCalendarReminderDuration1 str dhx AC
zimbraPrefCalendarReminderDuration2 str dhx AC
zimbraPrefCalendarReminderEmail email:256 d A
zimbraPrefCalendarReminderFlashTitle bool dh AC
zimbraPrefCalendarReminderMobile bool dhx AC
zimbraPrefCalendarReminderSendEmail bool dhx AC
zimbraPrefCalendarReminderSoundsEnabled bool dh AC
zimbraPrefCalendarReminderYMessenger bool dhx AC
zimbraPrefCalendarSendInviteDeniedAutoReply bool dh AC
zimbraPrefCalendarShowDeclinedMeetings bool h AC
zimbraPrefCalendarShowPastDueReminders bool dh AC
zimbraPrefCalendarTentativeSignatureId id d AI
zimbraPrefCalendarToasterEnabled bool dh AC
zimbraPrefCalendarUseQuickAdd bool dh AC
zimbraPrefCalendarViewTimeInterval duration h AC
zimbraPrefCalendarWorkingHours str dhk AC
zimbraPrefCalenderScaling enum:10,15,30 dh AC 10.0.0
zimbraPrefChatEnabled bool h AC
zimbraPrefChatPlaySound bool dhn AC
zimbraPrefChildVisibleAccount id dkmx A
zimbraPrefClientType enum:standard,advanced,modern;zimbrax dh AC
zimbraPrefColorMessagesEnabled bool dhn ACD
zimbraPrefComposeDirection enum:LTR,RTL dh AC
zimbraPrefComposeFormat enum:text,html dh AC
zimbraPrefComposeInNewWindow bool dh AC
zimbraPrefContactsDisableAutocompleteOnContactGroupMembers bool dhx AC
zimbraPrefContactsExpandAppleContactGroups bool dhx AC
zimbraPrefContactsInitialView enum:cards,list dhx AC
zimbraPrefContactsPerPage int dh AC
zimbraPrefConvReadingPaneLocation enum:bottom,right,off dh AC
zimbraPrefConvShowCalendar bool h AC
zimbraPrefConversationOrder enum:dateDesc,dateAsc dh AC
zimbraPrefDedupeMessagesSentToSelf enum:dedupeNone,secondCopyifOnToOrCC,dedupeAll dh AC
zimbraPrefDefaultCalendarId int hk AC
zimbraPrefDefaultPrintFontSize astr:32 dh AC
zimbraPrefDefaultSignatureId str d AI
zimbraPrefDelegatedSendSaveTarget enum:owner,sender,both,none dh AC
zimbraPrefDeleteInviteOnReply bool dh AC
zimbraPrefDisabledZimlets str dm AC
zimbraPrefDisplayExternalImages bool dh AC
zimbraPrefDisplayTimeInMailList bool hn AC
zimbraPrefExternalSendersType enum:ALL,ALLNOTINAB,INAB,INSD h AC
zimbraPrefFileSharingApplication enum:briefcase dh AC
zimbraPrefFolderColorEnabled bool dh AC
zimbraPrefFolderTreeOpen bool dh AC
zimbraPrefFont str h AC
zimbraPrefFontSize str h AC
zimbraPrefForwardIncludeOriginalText enum:includeAsAttachment,includeBody,includeBodyWithPrefix,\
includeBodyAndHeadersWithPrefix,includeBodyAndHeaders,includeBodyOnly dh ACI
zimbraPrefForwardReplyFormat enum:text,html,same d ACI
zimbraPrefForwardReplyInOriginalFormat bool dh AC
zimbraPrefForwardReplyPrefixChar astr:1 dh ACI
zimbraPrefForwardReplySignatureId id d AI
zimbraPrefFromAddress str:256 d AI
zimbraPrefFromAddressType enum:sendAs,sendOnBehalfOf - AI
zimbraPrefFromDisplay str:256 d AI
zimbraPrefGalAutoCompleteEnabled bool dh AC
zimbraPrefGalSearchEnabled bool dh AC
zimbraPrefGetMailAction enum:default,update dh AC
zimbraPrefGroupMailBy enum:conversation,message dh AC
zimbraPrefHtmlEditorDefaultFontColor astr:32 dh AC
zimbraPrefHtmlEditorDefaultFontFamily str:64 dh AC
zimbraPrefHtmlEditorDefaultFontSize astr:32 dh AC
zimbraPrefIMAutoLogin bool dhx AC
zimbraPrefIMBuddyListSort str dhx AC
zimbraPrefIMCustomStatusMessage str dmx A
zimbraPrefIMFlashIcon bool dhx AC
zimbraPrefIMFlashTitle bool dhx AC
zimbraPrefIMHideBlockedBuddies bool dhx AC
zimbraPrefIMHideOfflineBuddies bool dhx AC
zimbraPrefIMIdleStatus enum:away,xa,invisible,offline dhx AC
zimbraPrefIMIdleTimeout int dhx AC
zimbraPrefIMInstantNotify bool dhx AC
zimbraPrefIMLogChats bool dhx AC
zimbraPrefIMLogChatsEnabled bool dhx AC
zimbraPrefIMNotifyPresence bool dhx AC
zimbraPrefIMNotifyStatus bool dhx AC
zimbraPrefIMReportIdle bool dhx AC
zimbraPrefIMSoundsEnabled bool dhx AC
zimbraPrefIMToasterEnabled bool dh AC
zimbraPrefIMYahooId str dx A
zimbraPrefIdentityId id - I
zimbraPrefIdentityName str:128 d AI
zimbraPrefImapEnabled bool dh AC 9.0.0
zimbraPrefImapSearchFoldersEnabled bool dh AC
zimbraPrefInboxReadLifetime duration dh AC
zimbraPrefInboxUnreadLifetime duration dh AC
zimbraPrefIncludeSharedItemsInSearch bool dh AC
zimbraPrefIncludeSpamInSearch bool dh AC
zimbraPrefIncludeTrashInSearch bool dh AC
zimbraPrefItemsPerVirtualPage int dh AC
zimbraPrefJunkLifetime duration dh AC
zimbraPrefLabel str:256 d A
zimbraPrefListViewColumns str dh AC
zimbraPrefLocale str:64 dh AC
zimbraPrefMailDefaultCharset str:64 dhk AC
zimbraPrefMailFlashIcon bool dh AC
zimbraPrefMailFlashTitle bool dh AC
zimbraPrefMailFoldersCheckedForNewMsgIndicator str:1024 dh AC
zimbraPrefMailForwardingAddress emails dk A
zimbraPrefMailInitialSearch str:512 dh AC
zimbraPrefMailItemsPerPage int dh AC
zimbraPrefMailLocalDeliveryDisabled bool d A
zimbraPrefMailPollingInterval duration dh AC
zimbraPrefMailRequestReadReceipts bool h AC
zimbraPrefMailSMIMECertificate octets mx A
zimbraPrefMailSelectAfterDelete enum:next,previous,adaptive dh AC
zimbraPrefMailSendReadReceipts enum:always,never,prompt dh AC
zimbraPrefMailSignature str dk AI
zimbraPrefMailSignatureContactId str d A
zimbraPrefMailSignatureEnabled bool d AI
zimbraPrefMailSignatureHTML str dk A
zimbraPrefMailSignatureStyle enum:outlook,internet dh ACI
zimbraPrefMailSoundsEnabled bool dh AC
zimbraPrefMailToasterEnabled bool dh AC
zimbraPrefMailTrustedSenderList astr:256 dhkm ACD
zimbraPrefMandatorySpellCheckEnabled bool dh AC
zimbraPrefMarkMsgRead int:-1 dh AC
zimbraPrefMessageIdDedupingEnabled bool h AC
zimbraPrefMessageViewHtmlPreferred bool dh AC
zimbraPrefNewMailNotificationAddress email:256 d A
zimbraPrefNewMailNotificationEnabled bool d A
zimbraPrefOpenMailInNewWindow bool dh AC
zimbraPrefOutOfOfficeCacheDuration duration dh AC
zimbraPrefOutOfOfficeDirectAddress email dm A
zimbraPrefOutOfOfficeExternalReply str:8192 - A
zimbraPrefOutOfOfficeExternalReplyEnabled bool - A
zimbraPrefOutOfOfficeFreeBusyStatus enum:BUSY,OUTOFOFFICE - A
zimbraPrefOutOfOfficeFromDate time d A
zimbraPrefOutOfOfficeReply str:8192 dk A
zimbraPrefOutOfOfficeReplyEnabled bool dk A
zimbraPrefOutOfOfficeSpecificDomains str hm AC
zimbraPrefOutOfOfficeStatusAlertOnLogin bool h AC
zimbraPrefOutOfOfficeSuppressExternalReply bool - A
zimbraPrefOutOfOfficeUntilDate time d A
zimbraPrefPasswordRecoveryAddress emails kn A
zimbraPrefPasswordRecoveryAddressStatus enum:verified,pending n A
zimbraPrefPop3DeleteOption enum:keep,read,trash,delete dh AC
zimbraPrefPop3DownloadSince time dh AC
zimbraPrefPop3Enabled bool dh AC 9.0.0
zimbraPrefPop3IncludeSpam bool dh AC
zimbraPrefPowerPasteEnabled bool hnx AC 10.0.0
zimbraPrefPrimaryTwoFactorAuthMethod str n A 10.1.0
zimbraPrefQuickCommand str m A
zimbraPrefReadReceiptsToAddress str:256 dx AI
zimbraPrefReadingPaneEnabled bool dhx AC
zimbraPrefReadingPaneLocation enum:bottom,right,off dh AC
zimbraPrefReplyIncludeOriginalText enum:includeAsAttachment,includeBody,includeBodyWithPrefix,includeNone,\
includeSmart,includeBodyAndHeadersWithPrefix,includeBodyAndHeaders,includeSmartWithPrefix,includeSmartAndHeaders,\
includeSmartAndHeadersWithPrefix,includeBodyOnly dh ACI
zimbraPrefReplyToAddress str:256 dek AGIL
zimbraPrefReplyToDisplay str:256 d AGIL
zimbraPrefReplyToEnabled bool d AGIL
zimbraPrefSaveToSent bool dh ACI
zimbraPrefSearchTreeOpen bool dh AC
zimbraPrefSentLifetime duration dh AC
zimbraPrefSentMailFolder str:256 dh ACI
zimbraPrefSharedAddrBookAutoCompleteEnabled bool dh AC
zimbraPrefShortEmailAddress bool dh AC
zimbraPrefShortcuts str:2048 dh AC
zimbraPrefShowAllNewMailNotifications bool dh AC
zimbraPrefShowCalendarWeek bool dh AC
zimbraPrefShowChatsFolderInMail bool dhn ACD
zimbraPrefShowComposeDirection bool dh AC
zimbraPrefShowFragments bool dh AC
zimbraPrefShowSearchString bool dh AC
zimbraPrefShowSelectionCheckbox bool dh AC
zimbraPrefSkin str:80 dh ACD
zimbraPrefSlackCalendarReminderEnabled bool dh AC 10.1.0
zimbraPrefSortOrder str dh AC
zimbraPrefSpellDictionary str:64 dh AC
zimbraPrefSpellIgnoreAllCaps bool dh AC
zimbraPrefSpellIgnorePattern str dh AC
zimbraPrefSpellIgnoreWord str:256 dm ACD
zimbraPrefStandardClientAccessibilityMode bool dh AC
zimbraPrefTabInEditorEnabled bool dh AC
zimbraPrefTagTreeOpen bool dh AC
zimbraPrefTasksFilterBy enum:NOTSTARTED,COMPLETED,INPROGRESS,WAITING,DEFERRED,TODO h AC
zimbraPrefTasksReadingPaneLocation enum:bottom,right,off dh AC
zimbraPrefTimeZoneId str:256 dhm ACD
zimbraPrefTrashLifetime duration dh AC
zimbraPrefUseDefaultIdentitySettings bool dx AI
zimbraPrefUseKeyboardShortcuts bool dh AC
zimbraPrefUseRfc2231 bool dh AC
zimbraPrefUseSendMsgShortcut bool dh AC
zimbraPrefUseTimeZoneListInCalendar bool dh AC
zimbraPrefVoiceItemsPerPage int dh AC
zimbraPrefWarnOnExit bool dh AC
zimbraPrefWebClientOfflineBrowserKey str m A
zimbraPrefWhenInFolderIds str:512 dm AI
zimbraPrefWhenInFoldersEnabled bool d AI
zimbraPrefWhenSentToAddresses str:2048 dm AI
zimbraPrefWhenSentToEnabled bool d AI
zimbraPrefZimletTreeOpen bool dh AC
zimbraPrefZimlets str dm AC
zimbraPrefZmgPushNotificationEnabled bool hx AC
zimbraPrimaryEmailChangeHistory str mn A
zimbraProxyAllowedDomains str:256 m AC
zimbraProxyCacheableContentTypes str:256 mx C
zimbraPublicServiceHostname str:256 - D
zimbraPublicServicePort port - D
zimbraPublicServiceProtocol str:256 - D
zimbraPublicShareLifetime duration hn AC
zimbraPublicSharingEnabled bool dhn ACD
zimbraQuotaLastWarnTime time - A
zimbraQuotaWarnInterval duration dh AC
zimbraQuotaWarnMessage str:10000 dh AC
zimbraQuotaWarnPercent int:0:100 dh AC
zimbraRecoveryAccountCodeValidity duration hn AC
zimbraRecoveryAccountVerificationData str - A
zimbraRelatedContactsMaxAge duration h AC 10.1.0
zimbraRelatedContactsMinConcurrenceCount int:1 h AC 10.1.0
zimbraResetPasswordRecoveryCode str - A
zimbraResetPasswordRecoveryCodeExpiry duration hn AC
zimbraResponseHeader str m D
zimbraReverseProxyClientCertCA astr - D
zimbraReverseProxyClientCertMode enum:on,off,optional - D
zimbraReverseProxyExternalRouteIncludeOriginalAuthusername bool d D
zimbraReverseProxyResponseHeaders str m D
zimbraReverseProxyUseExternalRoute bool d AD
zimbraReverseProxyUseExternalRouteIfAccountNotExist bool d D
zimbraRevokeAppSpecificPasswordsOnPasswordChange bool h AC
zimbraSMIMELdapAttribute str:256 im D
zimbraSMIMELdapBindDn str:256 im D
zimbraSMIMELdapBindPassword str:256 im D
zimbraSMIMELdapDiscoverSearchBaseEnabled str:32 im D
zimbraSMIMELdapFilter str:1024 im D
zimbraSMIMELdapSearchBase str:256 im D
zimbraSMIMELdapStartTlsEnabled str im D
zimbraSMIMELdapURL str:256 im D
zimbraSMTPPublicServiceHostname str:256 - D 10.1.0
zimbraSMTPPublicServicePort port - D 10.1.0
zimbraSMTPPublicServiceProtocol enum:none,ssl,tls - D 10.1.0
zimbraSSLCertificate astr - D
zimbraSSLPrivateKey astr - D
zimbraSearchHistoryAge duration h AC 10.1.0
zimbraServerVersionChangeNotificationDisabled bool hn AC 10.1.0
zimbraServiceAccountNumber str d A 10.0.0
zimbraShareInfo str:1024 mx AL
zimbraShareLifetime duration hn AC
zimbraSharedItem str:1024 m A
zimbraShowClientTOS bool hn ACD
zimbraSieveEditHeaderEnabled bool h ACD
zimbraSieveImmutableHeaders str h ACD
zimbraSieveNotifyActionRFCCompliant bool h ACD
zimbraSieveRejectMailEnabled bool h ACD
zimbraSieveRequireControlEnabled bool h ACD
zimbraSignatureId id - A
zimbraSignatureMaxNumEntries int:0 hn AC
zimbraSignatureMinNumEntries int:0 dhn AC
zimbraSignatureName str:128 d A
zimbraSignupAffiliate str:128 hn ACD 10.1.0
zimbraSignupRecoveryEmail str:256 n A 10.1.0
zimbraSkinBackgroundColor str:256 d D
zimbraSkinFavicon str:256 d D
zimbraSkinForegroundColor str:256 d D
zimbraSkinLogoAppBanner str:256 d D
zimbraSkinLogoLoginBanner str:256 d D
zimbraSkinLogoURL str:256 d D
zimbraSkinSecondaryColor str:256 d D
zimbraSkinSelectionColor str:256 d D
zimbraSmtpEnableTrace bool dhn AC
zimbraSmtpHostname astr:256 km D
zimbraSmtpPort port - D
zimbraSmtpRestrictEnvelopeFrom bool hn AC
zimbraSmtpSendPartial bool - D
zimbraSmtpTimeout int:0 - D
zimbraSocialcastURL str:256 hn AC
zimbraSpamApplyUserFilters bool dh AC
zimbraSpamTrashAlias str:128 m D
zimbraStandardClientCustomPrefTab str:256 hmn ACD
zimbraStandardClientCustomPrefTabsEnabled bool hn ACD
zimbraSyncWindowSize int:0 dh AC
zimbraTextAnalyzer str dh AC
zimbraTouchJSErrorTrackingEnabled bool hn AC
zimbraTouchJSErrorTrackingKey str hn AC
zimbraTrialConvertAtExpiration bool hn ACD 10.1.0
zimbraTrialExpirationDate time hn ACD 10.1.0
zimbraTwoFactorAuthEnabled bool dkn A
zimbraTwoFactorAuthEnablementTokenLifetime duration dhkp AC
zimbraTwoFactorAuthLastReset time i C
zimbraTwoFactorAuthLockoutFailureTime time dm A
zimbraTwoFactorAuthLockoutMaxFailures int dh AC
zimbraTwoFactorAuthMethodAllowed str hmn ACD 10.1.0
zimbraTwoFactorAuthMethodEnabled str mn A 10.1.0
zimbraTwoFactorAuthNumScratchCodes int:1 h AC
zimbraTwoFactorAuthScratchCodes octets i A
zimbraTwoFactorAuthSecret octets i A
zimbraTwoFactorAuthTemporaryData str m A 10.1.0
zimbraTwoFactorAuthTokenLifetime duration dhkp AC
zimbraTwoFactorAuthTrustedDeviceTokenLifetime duration dhkp AC
zimbraTwoFactorAuthTrustedDevices str im A
zimbraTwoFactorCodeEmailBodyHtml str - D 10.1.0
zimbraTwoFactorCodeEmailBodyText str - D 10.1.0
zimbraTwoFactorCodeEmailFrom str - D 10.1.0
zimbraTwoFactorCodeEmailSubject str - D 10.1.0
zimbraTwoFactorCodeForEmail str - A 10.1.0
zimbraTwoFactorCodeLifetimeForEmail duration h ACD 10.1.0
zimbraUCPassword str:256 - A
zimbraUCServiceId id h ACD
zimbraUCUsername str:256 - A
zimbraUserType str:128 h AC 10.1.0
zimbraVersion int - A
zimbraVirtualAccountInitialPasswordSet bool n A
zimbraVirtualHostname str:256 m D
zimbraVirtualIPAddress str:256 m D
zimbraWebClientAdminReference str:256 dn D
zimbraWebClientAllowedIPs str hmn AC 10.1.0
zimbraWebClientLoginURL str:256 d D
zimbraWebClientLoginURLAllowedIP str dm D
zimbraWebClientLoginURLAllowedUA str dm D
zimbraWebClientLogoutURL str:256 d D
zimbraWebClientLogoutURLAllowedIP str dm D
zimbraWebClientLogoutURLAllowedUA str dm D
zimbraWebClientMaxInputBufferLength int:0 - D
zimbraWebClientOfflineSyncMaxDays int hn AC
zimbraWebClientShowOfflineLink bool dhn AC
zimbraWebClientStaySignedInDisabled bool d D
zimbraWebClientSupportedHelps str dmn D
zimbraYahooId str:256 - A
zimbraZDAllowedIPs str hmn AC 10.1.0
zimbraZimletAvailableZimlets str:256 dhkmn AC
zimbraZimletDataSensitiveInMixedModeDisabled bool - D
zimbraZimletDomainAvailableZimlets str:256 km D
zimbraZimletLoadSynchronously bool dhn AC
zimbraZimletUserProperties cstr:51200 dm A
zimbraZimletUserPropertiesMaxNumEntries int:0 dh ACD
zimbraZulipChatDomainId str - D 10.1.0
"""
OTHERS = """
zimbraAPNSCertificate zimbraAPNSCertificatePassword zimbraAPNSProduction zimbraAccountClientAttr
zimbraAccountExtraObjectClass zimbraActiveSyncEhcacheExpiration zimbraActiveSyncEhcacheHeapSize
zimbraActiveSyncEhcacheMaxDiskSize zimbraAddressListGalFilter zimbraAddressListLdapFilter
zimbraAdminAccessControlMech zimbraAdminBindAddress zimbraAdminExtDisableUIUndeploy zimbraAdminImapImportNumThreads
zimbraAdminLocalBind zimbraAdminPort zimbraAdminProxyPort zimbraAdminSieveFeatureVariablesEnabled zimbraAdminURL
zimbraAliasTargetId zimbraAllowNonLDHCharsInDomain zimbraAlwaysOnClusterId zimbraAmavisDSPAMEnabled
zimbraAmavisEnableDKIMVerification zimbraAmavisFinalSpamDestiny zimbraAmavisLogLevel zimbraAmavisMaxServers
zimbraAmavisOriginatingBypassSA zimbraAmavisOutboundDisclaimersOnly zimbraAmavisQuarantineAccount
zimbraAmavisSALogLevel zimbraAntispamExtractionBatchDelay zimbraAntispamExtractionBatchSize
zimbraAppSpecificPasswordLength zimbraArchiveMailFrom zimbraAttachmentsIndexedTextLimit zimbraAttachmentsScanClass
zimbraAttachmentsScanEnabled zimbraAttachmentsScanURL zimbraAttributeMigrationInfo zimbraAuthTokenKey
zimbraAuthTokenNotificationInterval zimbraAuthTokenValidityValueEnabled zimbraAutoProvPollingInterval
zimbraAutoProvScheduledDomains zimbraAutoSubmittedNullReturnPath zimbraBackupAutoGroupedInterval
zimbraBackupAutoGroupedNumGroups zimbraBackupAutoGroupedThrottled zimbraBackupBlobsCompressType
zimbraBackupCrontabConfig zimbraBackupMinFreeSpace zimbraBackupMode zimbraBackupObjectLevelEnabled
zimbraBackupReportEmailRecipients zimbraBackupReportEmailSender zimbraBackupReportEmailSubjectPrefix
zimbraBackupRetentionDays zimbraBackupSkipBlobs zimbraBackupSkipHsmBlobs zimbraBackupSkipSearchIndex
zimbraBackupStartDay zimbraBackupStartTime zimbraBackupSyncEnabled zimbraBackupSyncUsersEnabled zimbraBackupTarget
zimbraCBPolicydAccessControlEnabled zimbraCBPolicydAccountingEnabled zimbraCBPolicydAmavisEnabled
zimbraCBPolicydBindPort zimbraCBPolicydBypassMode zimbraCBPolicydBypassTimeout zimbraCBPolicydCheckHeloEnabled
zimbraCBPolicydCheckSPFEnabled zimbraCBPolicydGreylistingBlacklistMsg zimbraCBPolicydGreylistingDeferMsg
zimbraCBPolicydGreylistingEnabled zimbraCBPolicydGreylistingTrainingEnabled zimbraCBPolicydLogLevel
zimbraCBPolicydMaxRequests zimbraCBPolicydMaxServers zimbraCBPolicydMaxSpareServers zimbraCBPolicydMinServers
zimbraCBPolicydMinSpareServers zimbraCBPolicydQuotasEnabled zimbraCBPolicydTimeoutBusy zimbraCBPolicydTimeoutIdle
zimbraCOSInheritedAttr zimbraCalendarCalDavAlternateCalendarHomeSet zimbraCalendarCalDavCalendarAutoScheduleEnabled
zimbraCalendarCalDavClearTextPasswordEnabled zimbraCalendarCalDavDefaultCalendarId
zimbraCalendarCalDavDisableFreebusy zimbraCalendarCalDavDisableScheduling
zimbraCalendarCalDavUseDistinctAppointmentAndToDoCollection zimbraCalendarCompatibilityMode
zimbraCalendarRecurrenceDailyMaxDays zimbraCalendarRecurrenceMaxInstances zimbraCalendarRecurrenceMonthlyMaxMonths
zimbraCalendarRecurrenceOtherFrequencyMaxYears zimbraCalendarRecurrenceWeeklyMaxWeeks
zimbraCalendarRecurrenceYearlyMaxYears zimbraCalendarResourceExtraObjectClass zimbraCertAuthorityCertSelfSigned
zimbraCertAuthorityKeySelfSigned zimbraChatAllowUnencryptedPassword zimbraChatServiceEnabled zimbraChatXmppPort
zimbraChatXmppSslPort zimbraChatXmppSslPortEnabled zimbraClamAVBindAddress zimbraClamAVDatabaseMirror
zimbraClamAVListenPort zimbraClamAVMaxThreads zimbraClamAVSafeBrowsing zimbraClientTypeRegex zimbraClusterType
zimbraComponentAvailable zimbraConfiguredServerIDForBlobDirEnabled zimbraContactHiddenAttributes
zimbraContactRankingTableRefreshInterval zimbraContactSearchDecomposition zimbraConvertPoolTimeout zimbraConvertdURL
zimbraCosExtraObjectClass zimbraCountAccountsEnabled zimbraCsrfRefererCheckEnabled zimbraCsrfTokenCheckEnabled
zimbraCsrfTokenKey zimbraCustomMimeHeaderNameAllowed zimbraDNSMasterIP zimbraDNSTCPUpstream zimbraDNSUseTCP
zimbraDNSUseUDP zimbraDataSourceAttribute zimbraDataSourceAuthMechanism zimbraDataSourceAuthorizationId
zimbraDataSourceConnectTimeout zimbraDataSourceConnectionType zimbraDataSourceDomain zimbraDataSourceEmailAddress
zimbraDataSourceEnableTrace zimbraDataSourceEnabled zimbraDataSourceFailingSince zimbraDataSourceFolderId
zimbraDataSourceHost zimbraDataSourceId zimbraDataSourceImapTrashFolderId zimbraDataSourceImportClassName
zimbraDataSourceImportOnly zimbraDataSourceIsInternal zimbraDataSourceIsZmgProxy zimbraDataSourceLastError
zimbraDataSourceLeaveOnServer zimbraDataSourceMaxTraceSize zimbraDataSourceName zimbraDataSourceOAuthClientId
zimbraDataSourceOAuthClientSecret zimbraDataSourceOAuthRefreshToken zimbraDataSourceOAuthRefreshTokenUrl
zimbraDataSourceOAuthToken zimbraDataSourcePassword zimbraDataSourcePort zimbraDataSourceReadTimeout
zimbraDataSourceSmtpAuthPassword zimbraDataSourceSmtpAuthRequired zimbraDataSourceSmtpAuthUsername
zimbraDataSourceSmtpConnectionType zimbraDataSourceSmtpEnabled zimbraDataSourceSmtpHost zimbraDataSourceSmtpPort
zimbraDataSourceType zimbraDataSourceUseAddressForForwardReply zimbraDataSourceUsername
zimbraDatabaseSlowSqlThreshold zimbraDefaultAnalyzerStopWords zimbraDefaultDomainName
zimbraDocumentEditingCallbackPort zimbraDocumentEditingJwtSecret zimbraDocumentServerHost
zimbraDomainAdminModifiableAttr zimbraDomainExtraObjectClass zimbraDomainId zimbraDomainInheritedAttr
zimbraDomainLoginPageEnabled zimbraDomainLoginPageErrorPath zimbraEmptyFolderOpTimeout zimbraEphemeralBackendURL
zimbraEventBackendURL zimbraEventBatchLifetime zimbraEventBatchMaxSize zimbraEventIndexReplicationFactor
zimbraEventLoggingBackends zimbraEventLoggingEnabled zimbraEventLoggingNumThreads zimbraExtensionBindAddress
zimbraExtensionBindPort zimbraExternalAccountProvisioningKey zimbraExternalAccountStatusCheckInterval
zimbraFeatureActualUsageCount zimbraFeatureContactBackupFrequency zimbraFeatureContactBackupLifeTime
zimbraFileUploadMaxSize zimbraFreebusyExternalZimbraURL zimbraFreebusyPropagationRetryInterval
zimbraGCMAuthorizationKey zimbraGCMSenderId zimbraGCMUrl zimbraGalLastFailedSyncTimestamp
zimbraGalLastSuccessfulSyncTimestamp zimbraGalLdapFilterDef zimbraGalStatus zimbraGalSyncIgnoredAttributes
zimbraGalType zimbraGlobalBackupEnabled zimbraGlobalConfigExtraObjectClass zimbraGlobalExternalStoreConfig
zimbraHABMemberLdapAttrMap zimbraHsmAge zimbraHsmBatchSize zimbraHsmMovePreviousRevisions zimbraHsmPolicy
zimbraHttpCompressionEnabled zimbraHttpConnectorMaxIdleTimeMillis
zimbraHttpContextPathBasedThreadPoolBalancingFilterRules zimbraHttpDebugHandlerEnabled zimbraHttpDosFilterDelayMillis
zimbraHttpDosFilterMaxRequestsPerSec zimbraHttpHeaderCacheSize zimbraHttpMaxFormContentSize zimbraHttpNumThreads
zimbraHttpOutputBufferSize zimbraHttpProxyURL zimbraHttpRequestHeaderSize zimbraHttpResponseHeaderSize
zimbraHttpSSLNumThreads zimbraHttpThreadPoolMaxIdleTimeMillis zimbraHttpThrottleSafeIPs zimbraIMBindAddress
zimbraIPMode zimbraImapActiveSessionEhcacheMaxDiskSize zimbraImapAdvertisedName zimbraImapBindAddress
zimbraImapBindOnStartup zimbraImapBindPort zimbraImapCleartextLoginEnabled zimbraImapDisabledCapability
zimbraImapDisplayMailFoldersOnly zimbraImapExposeVersionOnBanner zimbraImapInactiveSessionCacheMaxDiskSize
zimbraImapInactiveSessionEhcacheMaxDiskSize zimbraImapInactiveSessionEhcacheSize zimbraImapLoadBalancingAlgorithm
zimbraImapMaxConnections zimbraImapMaxRequestSize zimbraImapNumThreads zimbraImapProxyBindPort
zimbraImapSSLBindAddress zimbraImapSSLBindOnStartup zimbraImapSSLBindPort zimbraImapSSLDisabledCapability
zimbraImapSSLProxyBindPort zimbraImapSSLServerEnabled zimbraImapSaslGssapiEnabled zimbraImapServerEnabled
zimbraImapShutdownGraceSeconds zimbraIndexPollingInterval zimbraIndexReIndexThreads zimbraIndexReplicationTimeout
zimbraIndexTermsCacheSize zimbraIndexThreads zimbraIndexURL zimbraIndexingQueueMaxSize
zimbraIndexingQueuePollingInterval zimbraIndexingQueueTimeout zimbraInstalledSkin
zimbraInvalidLoginFilterDelayInMinBetwnReqBeforeReinstating zimbraInvalidLoginFilterMaxFailedLogin
zimbraInvalidLoginFilterMaxSizeOfFailedIpDb zimbraInvalidLoginFilterReinstateIpTaskIntervalInMin
zimbraIsAddressListActive zimbraIsMonitorHost zimbraItemActionBatchSize zimbraLDAPSchemaVersion
zimbraLastLogonTimestampFrequency zimbraLastPurgeMaxDuration zimbraLdapGentimeFractionalSecondsEnabled
zimbraLicenseDaemonServerHost zimbraLicenseNotificationEmail zimbraLmtpAdvertisedName zimbraLmtpBindAddress
zimbraLmtpBindOnStartup zimbraLmtpBindPort zimbraLmtpExposeVersionOnBanner zimbraLmtpLHLORequired
zimbraLmtpNumThreads zimbraLmtpPermanentFailureWhenOverQuota zimbraLmtpServerEnabled zimbraLmtpShutdownGraceSeconds
zimbraLogHostname zimbraLogRawLifetime zimbraLogSummaryLifetime zimbraLogToSyslog zimbraLowestSupportedAuthVersion
zimbraMachineLearningBackendURL zimbraMachineLearningClassifierInfo zimbraMachineLearningTaskConfig
zimbraMailBindAddress zimbraMailClearTextPasswordEnabled zimbraMailContentMaxSize zimbraMailDiskStreamingThreshold
zimbraMailEmptyFolderBatchSize zimbraMailEmptyFolderBatchThreshold zimbraMailFileDescriptorBufferSize
zimbraMailFileDescriptorCacheSize zimbraMailKeepOutWebCrawlers zimbraMailLastPurgedMailboxId zimbraMailLocalBind
zimbraMailMode zimbraMailPort zimbraMailProxyMaxFails zimbraMailProxyPort zimbraMailProxyReconnectTimeout
zimbraMailPurgeBatchSize zimbraMailPurgeSleepInterval zimbraMailRedirectSetEnvelopeSender zimbraMailReferMode
zimbraMailReportEnabled zimbraMailSSLBindAddress zimbraMailSSLClientCertBindAddress zimbraMailSSLClientCertMode
zimbraMailSSLClientCertOCSPEnabled zimbraMailSSLClientCertPort zimbraMailSSLClientCertPrincipalMapLdapFilterEnabled
zimbraMailSSLPort zimbraMailSSLProxyClientCertPort zimbraMailSSLProxyPort zimbraMailSieveNotifyActionRFCCompliant
zimbraMailTrustedIP zimbraMailURL zimbraMailUncompressedCacheMaxBytes zimbraMailUncompressedCacheMaxFiles
zimbraMailUseDirectBuffers zimbraMailboxMoveFailedCleanupTaskInterval zimbraMailboxMoveSkipBlobs
zimbraMailboxMoveSkipHsmBlobs zimbraMailboxMoveSkipSearchIndex zimbraMailboxMoveTempDir
zimbraMailboxThrottleReapInterval zimbraMailboxdSSLProtocols zimbraMailboxdSSLRenegotiationAllowed
zimbraMaxIndexingRetries zimbraMaxSolrBatchDeletionSize zimbraMemcachedBindAddress zimbraMemcachedBindPort
zimbraMemcachedClientBinaryProtocolEnabled zimbraMemcachedClientExpirySeconds zimbraMemcachedClientHashAlgorithm
zimbraMemcachedClientServerList zimbraMemcachedClientTimeoutMillis zimbraMessageCacheSize zimbraMessageChannelEnabled
zimbraMessageChannelPort zimbraMessageIdDedupeCacheSize zimbraMessageIdDedupeCacheTimeout zimbraMilterBindAddress
zimbraMilterBindPort zimbraMilterMaxConnections zimbraMilterNumThreads zimbraMilterServerEnabled
zimbraMimeFileExtension zimbraMimeHandlerClass zimbraMimeHandlerExtension zimbraMimeIndexingEnabled
zimbraMimePriority zimbraMimeType zimbraMobileGatewayDefaultAppAccountDomainId
zimbraMobileGatewayDefaultProxyAccountDomainId zimbraMobileGatewayProxyImapConnectionType
zimbraMobileGatewayProxyImapHost zimbraMobileGatewayProxyImapPort zimbraMobileGatewayProxySmtpConnectionType
zimbraMobileGatewayProxySmtpHost zimbraMobileGatewayProxySmtpPort zimbraMobileMaxMessageSize
zimbraMobileMetadataRetentionPolicy zimbraMtaAddressVerifyNegativeRefreshTime zimbraMtaAddressVerifyPollCount
zimbraMtaAddressVerifyPollDelay zimbraMtaAddressVerifyPositiveRefreshTime zimbraMtaAliasMaps
zimbraMtaAlwaysAddMissingHeaders zimbraMtaAntiSpamLockMethod zimbraMtaAuthBindAddress zimbraMtaAuthEnabled
zimbraMtaAuthHost zimbraMtaAuthPort zimbraMtaAuthTarget zimbraMtaAuthURL zimbraMtaBlockedExtension
zimbraMtaBlockedExtensionWarnAdmin zimbraMtaBlockedExtensionWarnRecipient zimbraMtaBounceNoticeRecipient
zimbraMtaBounceQueueLifetime zimbraMtaBrokenSaslAuthClients zimbraMtaCanonicalMaps zimbraMtaCommandDirectory
zimbraMtaCommonBlockedExtension zimbraMtaDaemonDirectory zimbraMtaDefaultProcessLimit zimbraMtaDelayWarningTime
zimbraMtaDnsLookupsEnabled zimbraMtaEnableSmtpdPolicyd zimbraMtaFallbackRelayHost zimbraMtaHeaderChecks
zimbraMtaHopcountLimit zimbraMtaImportEnvironment zimbraMtaInFlowDelay zimbraMtaLmdbMapSize
zimbraMtaLmtpConnectionCacheDestinations zimbraMtaLmtpConnectionCacheTimeLimit zimbraMtaLmtpHostLookup
zimbraMtaLmtpTlsCAfile zimbraMtaLmtpTlsCApath zimbraMtaLmtpTlsCiphers zimbraMtaLmtpTlsExcludeCiphers
zimbraMtaLmtpTlsLoglevel zimbraMtaLmtpTlsMandatoryCiphers zimbraMtaLmtpTlsMandatoryProtocols
zimbraMtaLmtpTlsProtocols zimbraMtaLmtpTlsSecurityLevel zimbraMtaMailqPath zimbraMtaManpageDirectory
zimbraMtaMaxMessageSize zimbraMtaMaxUse zimbraMtaMaximalBackoffTime zimbraMtaMaximalQueueLifetime
zimbraMtaMilterCommandTimeout zimbraMtaMilterConnectTimeout zimbraMtaMilterContentTimeout
zimbraMtaMilterDefaultAction zimbraMtaMinimalBackoffTime zimbraMtaMyDestination zimbraMtaMyHostname
zimbraMtaMyNetworks zimbraMtaMyOrigin zimbraMtaNewaliasesPath zimbraMtaNonSmtpdMilters zimbraMtaNotifyClasses
zimbraMtaPolicyTimeLimit zimbraMtaPostscreenAccessList zimbraMtaPostscreenBareNewlineAction
zimbraMtaPostscreenBareNewlineEnable zimbraMtaPostscreenBareNewlineTTL zimbraMtaPostscreenBlacklistAction
zimbraMtaPostscreenCacheCleanupInterval zimbraMtaPostscreenCacheRetentionTime zimbraMtaPostscreenCommandCountLimit
zimbraMtaPostscreenDnsblAction zimbraMtaPostscreenDnsblMaxTTL zimbraMtaPostscreenDnsblMinTTL
zimbraMtaPostscreenDnsblReplyMap zimbraMtaPostscreenDnsblSites zimbraMtaPostscreenDnsblTTL
zimbraMtaPostscreenDnsblThreshold zimbraMtaPostscreenDnsblTimeout zimbraMtaPostscreenDnsblWhitelistThreshold
zimbraMtaPostscreenGreetAction zimbraMtaPostscreenGreetTTL zimbraMtaPostscreenNonSmtpCommandAction
zimbraMtaPostscreenNonSmtpCommandEnable zimbraMtaPostscreenNonSmtpCommandTTL zimbraMtaPostscreenPipeliningAction
zimbraMtaPostscreenPipeliningEnable zimbraMtaPostscreenPipeliningTTL zimbraMtaPostscreenUpstreamProxyProtocol
zimbraMtaPostscreenWatchdogTimeout zimbraMtaPostscreenWhitelistInterfaces zimbraMtaPropagateUnmatchedExtensions
zimbraMtaQueueDirectory zimbraMtaQueueRunDelay zimbraMtaRecipientDelimiter zimbraMtaRelayHost zimbraMtaRestriction
zimbraMtaSaslAuthEnable zimbraMtaSaslSmtpdMechList zimbraMtaSenderCanonicalMaps zimbraMtaSendmailPath
zimbraMtaSmtpCnameOverridesServername zimbraMtaSmtpDnsSupportLevel zimbraMtaSmtpGenericMaps zimbraMtaSmtpHeloName
zimbraMtaSmtpSaslAuthEnable zimbraMtaSmtpSaslMechanismFilter zimbraMtaSmtpSaslPasswordMaps
zimbraMtaSmtpSaslSecurityOptions zimbraMtaSmtpTlsCAfile zimbraMtaSmtpTlsCApath zimbraMtaSmtpTlsCiphers
zimbraMtaSmtpTlsDaneInsecureMXPolicy zimbraMtaSmtpTlsLoglevel zimbraMtaSmtpTlsMandatoryCiphers
zimbraMtaSmtpTlsMandatoryProtocols zimbraMtaSmtpTlsProtocols zimbraMtaSmtpTlsSecurityLevel
zimbraMtaSmtpTransportRateDelay zimbraMtaSmtpdBanner zimbraMtaSmtpdClientAuthRateLimit
zimbraMtaSmtpdClientPortLogging zimbraMtaSmtpdClientRestrictions zimbraMtaSmtpdDataRestrictions
zimbraMtaSmtpdErrorSleepTime zimbraMtaSmtpdHardErrorLimit zimbraMtaSmtpdHeloRequired zimbraMtaSmtpdMilters
zimbraMtaSmtpdProxyTimeout zimbraMtaSmtpdRejectUnlistedRecipient zimbraMtaSmtpdRejectUnlistedSender
zimbraMtaSmtpdSaslAuthenticatedHeader zimbraMtaSmtpdSaslSecurityOptions zimbraMtaSmtpdSaslTlsSecurityOptions
zimbraMtaSmtpdSenderLoginMaps zimbraMtaSmtpdSenderRestrictions zimbraMtaSmtpdSoftErrorLimit zimbraMtaSmtpdTlsAskCcert
zimbraMtaSmtpdTlsCAfile zimbraMtaSmtpdTlsCApath zimbraMtaSmtpdTlsCcertVerifydepth zimbraMtaSmtpdTlsCiphers
zimbraMtaSmtpdTlsExcludeCiphers zimbraMtaSmtpdTlsLoglevel zimbraMtaSmtpdTlsMandatoryCiphers
zimbraMtaSmtpdTlsMandatoryProtocols zimbraMtaSmtpdTlsProtocols zimbraMtaSmtpdTlsReceivedHeader
zimbraMtaSmtpdVirtualTransport zimbraMtaStpdSoftErrorLimit zimbraMtaTlsAppendDefaultCA zimbraMtaTlsAuthOnly
zimbraMtaTlsSecurityLevel zimbraMtaTransportMaps zimbraMtaUnverifiedRecipientDeferCode zimbraMtaVirtualAliasDomains
zimbraMtaVirtualAliasExpansionLimit zimbraMtaVirtualAliasMaps zimbraMtaVirtualMailboxDomains
zimbraMtaVirtualMailboxMaps zimbraNetworkActivation zimbraNetworkAdminEnabled zimbraNetworkAdminNGEnabled
zimbraNetworkLicense zimbraNetworkMobileNGEnabled zimbraNetworkModulesNGEnabled zimbraNetworkRealtimeActivation
zimbraNetworkRealtimeLicense zimbraNotebookFolderCacheSize zimbraNotebookMaxCachedTemplatesPerFolder
zimbraNotebookPageCacheSize zimbraNotifyBindAddress zimbraNotifyBindPort zimbraNotifySSLBindAddress
zimbraNotifySSLBindPort zimbraNotifySSLServerEnabled zimbraNotifyServerEnabled zimbraObjectHandlerClass
zimbraObjectHandlerConfig zimbraObjectIndexingEnabled zimbraObjectStoreMatched zimbraObjectType
zimbraOfflineNetworkRealtimeLicense zimbraOpenImapFolderRequestChunkSize zimbraOpenidConsumerStatelessModeEnabled
zimbraPop3AdvertisedName zimbraPop3BindAddress zimbraPop3BindOnStartup zimbraPop3BindPort
zimbraPop3CleartextLoginEnabled zimbraPop3ExposeVersionOnBanner zimbraPop3MaxConnections zimbraPop3NumThreads
zimbraPop3ProxyBindPort zimbraPop3SSLBindAddress zimbraPop3SSLBindOnStartup zimbraPop3SSLBindPort
zimbraPop3SSLProxyBindPort zimbraPop3SSLServerEnabled zimbraPop3SaslGssapiEnabled zimbraPop3ServerEnabled
zimbraPop3ShutdownGraceSeconds zimbraPrevFoldersToTrackMax zimbraPreviousEphemeralBackendURL zimbraProduct
zimbraPurgedConversationsQueueSize zimbraRedoLogArchiveDir zimbraRedoLogCrashRecoveryLookbackSec
zimbraRedoLogDeleteOnRollover zimbraRedoLogEnabled zimbraRedoLogFsyncIntervalMS zimbraRedoLogLogPath
zimbraRedoLogProvider zimbraRedoLogRolloverFileSizeKB zimbraRedoLogRolloverHardMaxFileSizeKB
zimbraRedoLogRolloverMinFileAge zimbraRegexMaxAccessesWhenMatching zimbraReindexBatchSize zimbraRemoteImapBindPort
zimbraRemoteImapSSLBindPort zimbraRemoteImapSSLServerEnabled zimbraRemoteImapServerEnabled
zimbraRemoteManagementCommand zimbraRemoteManagementPort zimbraRemoteManagementPrivateKeyPath
zimbraRemoteManagementUser zimbraReverseProxyAcceptMutex zimbraReverseProxyAdminEnabled
zimbraReverseProxyAdminIPAddress zimbraReverseProxyAdminPortAttribute zimbraReverseProxyAuthWaitInterval
zimbraReverseProxyAvailableLookupTargets zimbraReverseProxyCacheEntryTTL zimbraReverseProxyCacheFetchTimeout
zimbraReverseProxyCacheReconnectInterval zimbraReverseProxyConnectTimeout zimbraReverseProxyDefaultRealm
zimbraReverseProxyDnsLookupInServerEnabled zimbraReverseProxyDomainNameAttribute zimbraReverseProxyDomainNameQuery
zimbraReverseProxyDomainNameSearchBase zimbraReverseProxyErrorHandlerURL zimbraReverseProxyExactServerVersionCheck
zimbraReverseProxyGenConfigPerVirtualHostname zimbraReverseProxyHttpEnabled zimbraReverseProxyHttpPortAttribute
zimbraReverseProxyHttpSSLPortAttribute zimbraReverseProxyIPLoginImapLimit zimbraReverseProxyIPLoginImapLimitTime
zimbraReverseProxyIPLoginLimit zimbraReverseProxyIPLoginLimitTime zimbraReverseProxyIPLoginPop3Limit
zimbraReverseProxyIPLoginPop3LimitTime zimbraReverseProxyIPThrottleWhitelist
zimbraReverseProxyIPThrottleWhitelistTime zimbraReverseProxyImapEnabledCapability
zimbraReverseProxyImapExposeVersionOnBanner zimbraReverseProxyImapPortAttribute
zimbraReverseProxyImapSSLPortAttribute zimbraReverseProxyImapSaslGssapiEnabled zimbraReverseProxyImapSaslPlainEnabled
zimbraReverseProxyImapStartTlsMode zimbraReverseProxyInactivityTimeout zimbraReverseProxyIpThrottleMsg
zimbraReverseProxyLogLevel zimbraReverseProxyLookupTarget zimbraReverseProxyMailEnabled
zimbraReverseProxyMailHostAttribute zimbraReverseProxyMailHostQuery zimbraReverseProxyMailHostSearchBase
zimbraReverseProxyMailImapEnabled zimbraReverseProxyMailImapsEnabled zimbraReverseProxyMailMode
zimbraReverseProxyMailPop3Enabled zimbraReverseProxyMailPop3sEnabled zimbraReverseProxyPassErrors
zimbraReverseProxyPop3EnabledCapability zimbraReverseProxyPop3ExposeVersionOnBanner
zimbraReverseProxyPop3PortAttribute zimbraReverseProxyPop3SSLPortAttribute zimbraReverseProxyPop3SaslGssapiEnabled
zimbraReverseProxyPop3SaslPlainEnabled zimbraReverseProxyPop3StartTlsMode zimbraReverseProxyPortQuery
zimbraReverseProxyPortSearchBase zimbraReverseProxyRouteLookupTimeout zimbraReverseProxyRouteLookupTimeoutCache
zimbraReverseProxySNIEnabled zimbraReverseProxySSLCiphers zimbraReverseProxySSLECDHCurve
zimbraReverseProxySSLProtocols zimbraReverseProxySSLSessionCacheSize zimbraReverseProxySSLSessionTimeout
zimbraReverseProxySSLToUpstreamEnabled zimbraReverseProxySendImapId zimbraReverseProxySendPop3Xoip
zimbraReverseProxyStrictServerNameEnabled zimbraReverseProxyUpstreamConnectTimeout
zimbraReverseProxyUpstreamEwsServers zimbraReverseProxyUpstreamFairShmSize zimbraReverseProxyUpstreamImapServers
zimbraReverseProxyUpstreamLoginServers zimbraReverseProxyUpstreamPollingTimeout zimbraReverseProxyUpstreamReadTimeout
zimbraReverseProxyUpstreamSendTimeout zimbraReverseProxyUpstreamServers zimbraReverseProxyUserLoginLimit
zimbraReverseProxyUserLoginLimitTime zimbraReverseProxyUserNameAttribute zimbraReverseProxyUserThrottleMsg
zimbraReverseProxyWorkerConnections zimbraReverseProxyWorkerProcesses zimbraReverseProxyXmppBoshEnabled
zimbraReverseProxyXmppBoshHostname zimbraReverseProxyXmppBoshLocalHttpBindURL zimbraReverseProxyXmppBoshPort
zimbraReverseProxyXmppBoshRemoteHttpBindURL zimbraReverseProxyXmppBoshSSL zimbraReverseProxyXmppBoshTimeout
zimbraReverseProxyZmlookupCachingEnabled zimbraSMMultiReaderEnabled zimbraSMRuntimeSwitchEnabled
zimbraSSDBResourcePoolSize zimbraSSDBResourcePoolTimeout zimbraSSLDHParam zimbraSSLExcludeCipherSuites
zimbraSSLIncludeCipherSuites zimbraSaslGssapiRequiresTls zimbraScheduledTaskInitialRetryDelay
zimbraScheduledTaskMaxRetries zimbraScheduledTaskMaxRetryDelay zimbraScheduledTaskNumThreads zimbraScheduledTaskRetry
zimbraScheduledTaskRetryPolicy zimbraServerExternalStoreConfig zimbraServerExtraObjectClass zimbraServerId
zimbraServerInheritedAttr zimbraServerVersion zimbraServerVersionBuild zimbraServerVersionMajor
zimbraServerVersionMicro zimbraServerVersionMinor zimbraServerVersionType zimbraServiceEnabled zimbraServiceHostname
zimbraServiceInstalled zimbraShareNotificationMtaAuthAccount zimbraShareNotificationMtaAuthPassword
zimbraShareNotificationMtaAuthRequired zimbraShareNotificationMtaConnectionType zimbraShareNotificationMtaEnabled
zimbraShareNotificationMtaHostname zimbraShareNotificationMtaPort zimbraShareOwnerAccountId
zimbraSharingUpdatePublishInterval zimbraShortTermAllEffectiveRightsCacheExpiration
zimbraShortTermAllEffectiveRightsCacheSize zimbraShortTermGranteeCacheExpiration zimbraShortTermGranteeCacheSize
zimbraSieveFeatureVariablesEnabled zimbraSieveRejectEnabled zimbraSmimeOCSPEnabled
zimbraSmimePublicCertificateExtensions zimbraSmimeUserCertificateExtensions zimbraSmtpSendAddAuthenticatedUser
zimbraSmtpSendAddMailer zimbraSmtpSendAddOriginatingIP zimbraSoapExposeVersion zimbraSoapRequestMaxSize
zimbraSolrBatchDeletionInterval zimbraSolrMaxRetries zimbraSolrReplicationFactor zimbraSpamCheckEnabled
zimbraSpamHeader zimbraSpamHeaderValue zimbraSpamIsNotSpamAccount zimbraSpamIsSpamAccount zimbraSpamKillPercent
zimbraSpamReportEnvelopeFrom zimbraSpamReportSenderHeader zimbraSpamReportTypeHam zimbraSpamReportTypeHeader
zimbraSpamReportTypeSpam zimbraSpamSubjectTag zimbraSpamTagPercent zimbraSpamTrainingSubjectPrefix
zimbraSpamWhitelistHeader zimbraSpamWhitelistHeaderValue zimbraSpellAvailableDictionary zimbraSpellCheckURL
zimbraSpnegoAuthEnabled zimbraSpnegoAuthErrorURL zimbraSpnegoAuthPrincipal zimbraSpnegoAuthRealm
zimbraSpnegoAuthTargetName zimbraSshPublicKey zimbraSslCaCert zimbraSslCaKey zimbraStatThreadNamePrefix
zimbraTableMaintenanceGrowthFactor zimbraTableMaintenanceMaxRows zimbraTableMaintenanceMinRows
zimbraTableMaintenanceOperation zimbraThreadMonitorEnabled zimbraThrottleSafeHosts zimbraThrottleWhitelist
zimbraTimeZoneDaylightDtStart zimbraTimeZoneDaylightOffset zimbraTimeZoneDaylightRRule zimbraTimeZoneStandardDtStart
zimbraTimeZoneStandardOffset zimbraTimeZoneStandardRRule zimbraTwoFactorAuthEmailCodeLength
zimbraTwoFactorAuthHashAlgorithm zimbraTwoFactorAuthScratchCodeEncoding zimbraTwoFactorAuthSecretEncoding
zimbraTwoFactorAuthSecretLength zimbraTwoFactorAuthTrustedDeviceTokenKey zimbraTwoFactorCodeLength
zimbraTwoFactorScratchCodeLength zimbraTwoFactorTimeWindowLength zimbraTwoFactorTimeWindowOffset
zimbraUCCallControlURL zimbraUCPresenceSessionId zimbraUCPresenceURL zimbraUCProvider zimbraUCProviderEnabled
zimbraUCUserURL zimbraUCVoicemailURL zimbraUserServicesEnabled zimbraVersionCheckInterval
zimbraVersionCheckLastAttempt zimbraVersionCheckLastResponse zimbraVersionCheckLastSuccess
zimbraVersionCheckNotificationBody zimbraVersionCheckNotificationEmail zimbraVersionCheckNotificationEmailFrom
zimbraVersionCheckNotificationSubject zimbraVersionCheckSendNotifications zimbraVersionCheckServer
zimbraVersionCheckURL zimbraVirusBlockEncryptedArchive zimbraVirusCheckEnabled zimbraVirusDefinitionsUpdateFrequency
zimbraVirusWarnAdmin zimbraVirusWarnRecipient zimbraWebClientURL zimbraWebGzipEnabled
zimbraWebclientUnsupportedBrowserRedirectToClassicEnabled
zimbraWebclientUnsupportedBrowserRedirectToClassicUserAgents
zimbraWebclientUnsupportedBrowserRedirectToErrorPageEnabled zimbraWebclientUnsupportedBrowserRedirectToErrorPageURL
zimbraWebclientUnsupportedBrowserRedirectToErrorPageUserAgents zimbraXMPPComponentCategory
zimbraXMPPComponentClassName zimbraXMPPComponentFeatures zimbraXMPPComponentName zimbraXMPPComponentType
zimbraXMPPEnabled zimbraXMPPServerDialbackKey zimbraXZimletCompatibleSemVer zimbraZKClientTimeout
zimbraZimletContentObject zimbraZimletDescription zimbraZimletEnabled zimbraZimletHandlerClass
zimbraZimletHandlerConfig zimbraZimletIndexingEnabled zimbraZimletIsExtension zimbraZimletJspEnabled
zimbraZimletKeyword zimbraZimletPanelItem zimbraZimletPriority zimbraZimletScript zimbraZimletServerIndexRegex
zimbraZimletStoreMatched zimbraZimletTarget zimbraZimletVersion zimbraZookeeperClientServerList
"""
