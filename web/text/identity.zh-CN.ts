import { identityRoundMinutes } from "@chengxin/domain/account/session-limits.ts";
/** Words about the city's identity service, Chinese: the source. */
export const identityZh = {
  use: (label: string) => `用${label}登录`,
  or: "或者",
  backTitle: "已从统一身份认证返回",
  onward: "正在打开下一页。没有自动打开时，请点这里继续",
  failedTitle: "没有登录成功",
  toSignIn: "回到登录页",
  again: "再试一次",
  ownTitle: (label: string) => label,
  noneTitle: "统一身份认证",
  none: "本平台没有接入统一身份认证，请用登录名和密码登录。",
  linked: (at: string) => `已关联，${at} 起可以用它登录。`,
  used: (at: string) => `最近一次使用：${at}。`,
  notLinked: "还没有关联。关联以后，可以用它登录这个账号；密码照常能用。",
  link: "关联",
  unlink: "解除关联",
  manage: "关联或解除",
  onlyWay: "这是进入账号的唯一途径，不能解除。",
  password: "现在的密码",
  passwordHint: "确认是您本人。",
  leave: (label: string) => `前往${label}`,
  leaveHint: `在那里重新登录一次，之后会回到这里。${identityRoundMinutes} 分钟内有效。`,
  linkedNow: "已经关联。下次可以用它登录。",
  unlinkedNow: "已经解除关联。用登录名和密码照常登录。",
  toAccount: "回到我的账号",
};
export type IdentityText = typeof identityZh;
