/// The tokens that are known by their marks; those with a longer mark stand before those with less.
///
/// Marks, lengths and alphabets are what the services document, or what the published rules of
/// secret scanners agree on.
enum TokenForms {
  static let all: [TokenForm] =
    cloud + code + payment + models + messages + operations

  private static let cloud: [TokenForm] = [
    TokenForm(.awsAccessKey, "AKIA", 16...16, .base32),
    TokenForm(.awsAccessKey, "ASIA", 16...16, .base32),
    TokenForm(.serviceToken, "ABSK", 100...254, .base64),
    TokenForm(.googleKey, "AIza", 35...35, .base64URL),
    TokenForm(.googleKey, "GOCSPX-", 28...28, .base64URL),
    TokenForm(.googleKey, "ya29.", 30...254, .base64URL),
    TokenForm(.serviceToken, "dop_v1_", 64...64, .base62),
    TokenForm(.serviceToken, "doo_v1_", 64...64, .hex),
    TokenForm(.serviceToken, "dor_v1_", 64...64, .hex),
    TokenForm(.serviceToken, "LTAI", 20...20, .base62),
    TokenForm(.serviceToken, "HRKU-", 36...60, .base64URL),
    TokenForm(.serviceToken, "pscale_tkn_", 32...64, .base64URL),
    TokenForm(.serviceToken, "pscale_pw_", 32...64, .base64URL),
    TokenForm(.serviceToken, "sbp_", 40...40, .hex),
  ]

  private static let code: [TokenForm] = [
    TokenForm(.githubToken, "ghp_", 36...251, .base62, checksumAt: 36),
    TokenForm(.githubToken, "gho_", 36...251, .base62, checksumAt: 36),
    TokenForm(.githubToken, "ghu_", 36...251, .base62, checksumAt: 36),
    TokenForm(.githubToken, "ghs_", 36...251, .base62, checksumAt: 36),
    TokenForm(.githubToken, "ghr_", 36...251, .base62, checksumAt: 36),
    TokenForm(.githubToken, "github_pat_", 82...255, .base64URL),
    // A routable token names its cell behind two full stops.
    TokenForm(.serviceToken, "glpat-", 37...254, .dotted),
    TokenForm(.serviceToken, "glpat-", 20...64, .base64URL),
    TokenForm(.serviceToken, "gldt-", 20...64, .base64URL),
    TokenForm(.serviceToken, "glrt-", 20...64, .base64URL),
    TokenForm(.serviceToken, "glft-", 20...64, .base64URL),
    TokenForm(.serviceToken, "glcbt-", 20...64, .base64URL),
    TokenForm(.serviceToken, "glptt-", 40...40, .hex),
    TokenForm(.serviceToken, "glimt-", 25...25, .base64URL),
    TokenForm(.serviceToken, "glsoat-", 20...64, .base64URL),
    TokenForm(.serviceToken, "glagent-", 50...64, .base64URL),
    TokenForm(.serviceToken, "gloas-", 64...64, .base64URL),
    TokenForm(.serviceToken, "npm_", 36...36, .base62, checksumAt: 36),
    TokenForm(.serviceToken, "pypi-AgE", 50...255, .base64URL),
    TokenForm(.serviceToken, "rubygems_", 48...48, .hex),
    TokenForm(.serviceToken, "CLOJARS_", 60...60, .base62),
    TokenForm(.serviceToken, "dckr_pat_", 27...27, .base64URL),
    TokenForm(.serviceToken, "dckr_oat_", 27...32, .base64URL),
    TokenForm(.serviceToken, "AKCp", 69...69, .base62),
    TokenForm(.serviceToken, "sgp_", 40...40, .hex),
    TokenForm(.serviceToken, "PMAK-", 59...59, .base64URL),
  ]

  private static let payment: [TokenForm] = [
    TokenForm(.stripeKey, "sk_live_", 16...251, .base62),
    TokenForm(.stripeKey, "sk_test_", 16...251, .base62),
    TokenForm(.stripeKey, "rk_live_", 16...251, .base62),
    TokenForm(.stripeKey, "rk_test_", 16...251, .base62),
    TokenForm(.stripeKey, "whsec_", 32...64, .base62),
    TokenForm(.serviceToken, "shpat_", 32...32, .base62),
    TokenForm(.serviceToken, "shpss_", 32...32, .base62),
    TokenForm(.serviceToken, "shpca_", 32...32, .base62),
    TokenForm(.serviceToken, "shppa_", 32...32, .base62),
    TokenForm(.serviceToken, "sq0atp-", 22...22, .base64URL),
    TokenForm(.serviceToken, "sq0csp-", 43...43, .base64URL),
    TokenForm(.serviceToken, "EAAA", 60...64, .base64URL),
    TokenForm(.serviceToken, "EZAK", 54...54, .base62),
    TokenForm(.serviceToken, "duffel_live_", 43...43, .base64URL),
    TokenForm(.serviceToken, "shippo_live_", 40...40, .hex),
  ]

  private static let models: [TokenForm] = [
    TokenForm(.serviceToken, "hf_", 34...40, .base62),
    TokenForm(.serviceToken, "api_org_", 34...40, .base62),
    TokenForm(.serviceToken, "sk-ant-", 32...255, .base64URL),
    TokenForm(.serviceToken, "sk-proj-", 32...255, .base64URL),
    TokenForm(.serviceToken, "sk-admin-", 32...255, .base64URL),
    TokenForm(.serviceToken, "sk-svcacct-", 32...255, .base64URL),
    TokenForm(.serviceToken, "sk-or-v1-", 64...64, .hex),
    TokenForm(.serviceToken, "sk-", 48...48, .base62),
    TokenForm(.serviceToken, "gsk_", 52...52, .base62),
    TokenForm(.serviceToken, "xai-", 80...80, .base62),
    TokenForm(.serviceToken, "pplx-", 48...48, .base62),
    TokenForm(.serviceToken, "nvapi-", 60...70, .base64URL),
    TokenForm(.serviceToken, "r8_", 37...37, .base62),
  ]

  private static let messages: [TokenForm] = [
    TokenForm(.slackToken, "xoxe.xoxp-", 20...254, .base64URL),
    TokenForm(.slackToken, "xoxe.xoxb-", 20...254, .base64URL),
    TokenForm(.slackToken, "xoxa-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxb-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxc-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxd-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxe-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxp-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxr-", 20...255, .base64URL),
    TokenForm(.slackToken, "xoxs-", 20...255, .base64URL),
    TokenForm(.slackToken, "xapp-", 20...255, .base64URL),
    TokenForm(.slackToken, "hooks.slack.com/services/", 36...64, .path),
    TokenForm(.slackToken, "hooks.slack.com/workflows/", 40...96, .path),
    TokenForm(.serviceToken, "discord.com/api/webhooks/", 77...110, .path),
    TokenForm(.serviceToken, "discordapp.com/api/webhooks/", 77...110, .path),
    TokenForm(.serviceToken, "SG.", 66...66, .dotted),
    TokenForm(.serviceToken, "SK", 32...32, .hex),
    TokenForm(.serviceToken, "key-", 32...32, .hex),
    TokenForm(.serviceToken, "xkeysib-", 81...81, .base64URL),
  ]

  private static let operations: [TokenForm] = [
    TokenForm(.serviceToken, "glsa_", 41...41, .base64URL),
    TokenForm(.serviceToken, "glc_", 60...254, .base64URL),
    TokenForm(.serviceToken, "lin_api_", 40...40, .base62),
    TokenForm(.serviceToken, "hvs.", 90...254, .base64URL),
    TokenForm(.serviceToken, "hvb.", 138...254, .base64URL),
    TokenForm(.serviceToken, "dp.pt.", 40...44, .base62),
    TokenForm(.serviceToken, "dt0c01.", 89...89, .dotted),
    TokenForm(.serviceToken, "pul-", 40...40, .hex),
    TokenForm(.serviceToken, "sntryu_", 64...64, .hex),
    TokenForm(.serviceToken, "sntrys_", 100...254, .base64URL),
    TokenForm(.serviceToken, "tskey-", 30...80, .base64URL),
    TokenForm(.serviceToken, "NRAK-", 27...27, .base62),
    TokenForm(.serviceToken, "ATATT3xFfGF0", 150...254, .base64URL),
    TokenForm(.serviceToken, "figd_", 40...50, .base64URL),
    TokenForm(.serviceToken, "ntn_", 46...46, .base62),
    TokenForm(.serviceToken, "ops_eyJ", 200...254, .base64URL),
    TokenForm(.serviceToken, "pat-na1-", 36...36, .base64URL),
    TokenForm(.serviceToken, "pat-eu1-", 36...36, .base64URL),
  ]
}
