// The traditional date beside the ordinary one, reckoned by the browser's own calendar for China's time zone.

const NUMBERS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** 初一 to 三十, as almanacs write it. @param {number} day */
export function dayName(day) {
  if (day <= 10) return `初${NUMBERS[day]}`;
  if (day < 20) return `十${NUMBERS[day - 10]}`;
  if (day === 20) return "二十";
  return day === 30 ? "三十" : `廿${NUMBERS[day - 20]}`;
}

/**
 * 丙午年十月十六, or "" where the browser has no Chinese calendar.
 * @param {Date} moment
 */
export function lunarDate(moment) {
  const format = new Intl.DateTimeFormat("zh-CN-u-ca-chinese", {
    timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric",
  });
  if (format.resolvedOptions().calendar !== "chinese") return "";
  /** @type {Record<string, string>} */
  const parts = {};
  for (const part of format.formatToParts(moment)) parts[part.type] = part.value;
  const day = Number.parseInt(parts.day ?? "", 10);
  if (!parts.yearName || !parts.month) return "";
  return `${parts.yearName}年${parts.month}${Number.isNaN(day) ? parts.day : dayName(day)}`;
}

if (typeof document !== "undefined") {
  for (const place of document.querySelectorAll("[data-lunar]")) {
    place.textContent = lunarDate(new Date());
  }
}
