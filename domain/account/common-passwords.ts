/**
 * Passwords that are tried first, in lower case, from what is commonly reported of leaked Chinese and English lists; with digits or signs hung on they
 * are no better (`password.ts`).
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
password passw0rd p@ssw0rd p@ssword pa$$w0rd pass admin administrator adminadmin root superadmin sysadmin test testtest guest user default
changeme letmein welcome iloveyou loveyou monkey dragon sunshine princess football baseball master shadow michael superman batman trustno
starwars whatever freedom secret summer winter spring autumn hello helloworld computer internet google login access flower cheese michelle
jessica charlie jordan hunter killer soccer hockey ginger pepper cookie banana orange purple silver golden diamond matrix mustang corvette
ferrari mercedes porsche qazwsx qazwsxedc qazwsxedcrfv 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5y6 zaq12wsx
!qaz2wsx qwe123 qweasd qweasdzxc asdfgh asdfghjkl zxcvbn zxcvbnm abc123 abcabc abcd1234 aa123456 a123456 a1234567 a12345678 a123456789
aaa111 woaini woaini1314 woaini520 wojiushiwo woaiwojia woshishui woshinidie nihao nihaoma meiyoumima mima wodemima wangyut caonima tianya
zhongguo woaizhongguo beijing shanghai liaoning dandong shenyang dalian guangzhou shenzhen chengxin xinyong xinyongban xinyongzhongguo
zhengfu dangan gongwuyuan shujuju fagaiwei shichangjianguan 5201314 1314520 147258369 147258369147 159357 159753 741852963 789456123
963852741 11223344 112233445566 123123123123 123321 123456 12345678 123456789 1234567890 12344321 123454321 135792468 246813579 666666
888888 88888888 999999 woaiwoziji aini1314 ilovechina huawei tencent alibaba weixin taobao 我爱你 密码 我的密码 中国 信用中国 丹东市 信用办 信用中心 政务服务 为人民服务 不忘初心
牢记使命 不忘初心牢记使命 万事如意 恭喜发财 一帆风顺 身体健康 家和万事兴
`
    .trim()
    .split(/\s+/),
);
