import { Combo } from "./combo.js";

const AC = globalThis.AdaptiveCards;

/** Teams' choice set: filtered lists and `choices.data` become a type-ahead, the rest is the renderer's own. */
export class TeamsChoiceSet extends AC.ChoiceSetInput {
  internalParse(source, context) {
    super.internalParse(source, context);
    this.query = source["choices.data"];
    const changed = source.valueChangedAction;
    if (changed) this.changeAction = context.parseAction(this, changed, [], true);
  }

  isDynamicTypeahead() {
    return false;
  }

  get searches() {
    return Boolean(this.query?.dataset) || (this.style === "filtered" && !this.isMultiSelect);
  }

  internalRender() {
    if (!this.searches) return super.internalRender();
    this.combo = new Combo({
      choices: this.choices.map((choice) => ({ title: choice.title, value: choice.value })),
      chosen: (this.defaultValue || "").split(",").filter(Boolean),
      many: this.isMultiSelect,
      placeholder: this.placeholder,
      find: this.query && ((text) => this.find(text)),
      changed: () => this.valueChanged(),
    });
    return this.combo.node;
  }

  /** Choices the bot or the directory offers for the text typed so far. */
  find(queryText) {
    const root = this.getRootObject();
    const data = this.query.associatedInputs === "auto" ? root.inputValues() : undefined;
    return root.search({ dataset: this.query.dataset, queryText, data });
  }

  valueChanged() {
    super.valueChanged();
    this.changeAction?.execute();
  }

  get value() {
    return this.combo ? this.combo.value : super.value;
  }

  isSet() {
    return Boolean(this.value);
  }

  isValid() {
    return this.combo ? !this.combo.dangling : super.isValid();
  }

  focus() {
    if (this.combo) this.combo.input.focus();
    else super.focus();
  }

  reset() {
    this.combo?.clear();
  }

  updateInputControlAriaLabelledBy() {
    super.updateInputControlAriaLabelledBy();
    if (!this.combo) return;
    const labels = this.getAllLabelIds();
    if (labels.length) this.combo.input.setAttribute("aria-labelledby", labels.join(" "));
  }
}
