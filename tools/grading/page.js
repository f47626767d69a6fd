// A click on the head of a column sorts its table; without scripts the page is complete as it is.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const numbers = head.classList.contains("n") || head.classList.contains("mark");
      const first = numbers ? "descending" : "ascending";
      const other = numbers ? "ascending" : "descending";
      const order = head.getAttribute("aria-sort") === first ? other : first;
      const sign = order === "ascending" ? 1 : -1;
      const value = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
      const compared = (a, b) => numbers ? a - b : a.localeCompare(b, undefined, { numeric: true });
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => sign * compared(value(a), value(b)));
      table.tBodies[0].append(...rows);
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
    });
  });
}
